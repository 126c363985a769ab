using System.Net;
using System.Net.Sockets;
using EdgeSeed.Engine.Network;

namespace EdgeSeed.Engine.Tests.Network;

/// <summary>What the resolver of an interface takes from the machine's files, and what it says where they are of no use to it.</summary>
public sealed class NameResolverTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Fact]
    public void Name_servers_are_those_of_the_file_and_three_at_most()
    {
        const string text = "# nameserver 192.0.2.9\nsearch example.org\nnameserver 192.0.2.1\n\tnameserver\t2001:db8::1 # home\nnameserver nonsense\nnameservers 192.0.2.8\nnameserver 192.0.2.2\nnameserver 192.0.2.3\n";
        Assert.Equal(["192.0.2.1", "2001:db8::1", "192.0.2.2"], NameServers.Read(text).Select(static server => server.ToString()));
    }

    [Theory]
    [InlineData("box", "192.0.2.1,2001:db8::1")]
    [InlineData("BOX.home", "192.0.2.1")]
    [InlineData("192.0.2.1", "")]
    [InlineData("other", "")]
    public void Names_of_the_machine_are_found(string name, string addresses) =>
        Assert.Equal(addresses, string.Join(',', HostsFile.Find("192.0.2.1\tbox.home box # other\n2001:db8::1 box\nnonsense box\n", name)));

    [Fact]
    public async Task Machines_own_names_and_addresses_are_never_asked_for()
    {
        await File.WriteAllTextAsync(_file, "192.0.2.7 nas\n");
        var resolver = new NameResolver(new Egress("nodevice0", [], TimeProvider.System), [], TimeProvider.System) { Hosts = _file };
        Assert.Equal([IPAddress.Parse("192.0.2.7")], await resolver.LookUpAsync("nas", CancellationToken.None));
        Assert.Equal([IPAddress.Parse("192.0.2.8")], await resolver.LookUpAsync("192.0.2.8", CancellationToken.None));
        Assert.Contains(IPAddress.Loopback, await resolver.LookUpAsync("a.localhost.", CancellationToken.None));
    }

    [Fact]
    public async Task Name_server_that_an_interface_does_not_reach_is_told_of_with_what_to_do()
    {
        await File.WriteAllTextAsync(_file, "nameserver 127.0.0.53\n");
        var resolver = new NameResolver(new Egress("nodevice0", [], TimeProvider.System), [], TimeProvider.System) { Servers = _file };
        Assert.Contains("127.0.0.53", resolver.Problem, StringComparison.Ordinal);
        Assert.Contains("service.dns", resolver.Problem, StringComparison.Ordinal);
        SocketException refusal = await Assert.ThrowsAsync<SocketException>(() => resolver.LookUpAsync("tracker.example", CancellationToken.None));
        Assert.Equal(resolver.Problem, refusal.Message);
        await File.WriteAllTextAsync(_file, "nameserver 127.0.0.53\nnameserver 192.0.2.53\n");
        Assert.Null(resolver.Problem);
    }

    [Fact]
    public async Task Nothing_is_opened_while_the_interface_is_away()
    {
        var egress = new Egress("nodevice0", [IPAddress.Parse("192.0.2.53")], TimeProvider.System);
        Assert.False(egress.IsReady);
        Assert.Throws<SocketException>(() => egress.Open(AddressFamily.InterNetwork, SocketType.Dgram));
        await Assert.ThrowsAsync<SocketException>(() => egress.LookUpAsync("tracker.example", CancellationToken.None));
        await Assert.ThrowsAsync<SocketException>(() => egress.ConnectAsync([IPAddress.Loopback], 9, null, CancellationToken.None));
    }
}
