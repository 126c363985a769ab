using System.Net.Sockets;
using System.Text;
using EdgeSeed.Config.Units;
using EdgeSeed.Lifetime;
using EdgeSeed.Tracker;
using EdgeSeed.Tracker.Access;
using EdgeSeed.Tracker.Announces;
using EdgeSeed.Tracker.Http;
using EdgeSeed.Tracker.Swarms;
using EdgeSeed.Tracking;
using EdgeSeed.Web;
using Microsoft.AspNetCore.Builder;
using WebConfig = EdgeSeed.Config.WebConfig;

namespace EdgeSeed.Tests.Tracking;

/// <summary>The local socket for a proxy in front of page and tracker; with nginx itself: <c>tests/Interop</c>.</summary>
public sealed class ProxySocketTests : IDisposable
{
    private const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite;

    private readonly TemporaryFolder _folder = new();
    private readonly SwarmStore _store = new(new TrackerOptions(), TimeProvider.System);

    private string SocketPath => _folder["http.sock"];

    public void Dispose()
    {
        _store.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Who_asks_is_who_the_proxy_says()
    {
        await using WebApplication server = await StartAsync();
        if (OperatingSystem.IsLinux()) Assert.Equal(Mode, File.GetUnixFileMode(SocketPath));
        Assert.Contains("incompletei1e", await AnnounceAsync(1, "X-Forwarded-For: 198.51.100.1, 203.0.113.7\r\n"));
        string second = await AnnounceAsync(2, "X-Forwarded-For: 203.0.113.8\r\n");
        Assert.Contains("5:peers6:\u00cb\u0000\u0071\u0007", second);
    }

    [Theory]
    [InlineData("")]
    [InlineData("X-Forwarded-For: unknown\r\n")]
    [InlineData("X-Real-IP: 203.0.113.7\r\n")]
    public async Task Announce_that_names_nobody_is_refused_and_makes_no_peer(string fields)
    {
        await using WebApplication server = await StartAsync();
        Assert.Contains("failure reason", await AnnounceAsync(1, fields));
        Assert.Contains("incompletei1e", await AnnounceAsync(2, "X-Forwarded-For: 203.0.113.8\r\n"));
    }

    [Fact]
    public async Task Socket_left_by_a_run_that_was_killed_is_replaced_and_it_is_gone_at_the_end()
    {
        using (var dead = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            dead.Bind(new UnixDomainSocketEndPoint(_folder["other.sock"]));
            File.Move(_folder["other.sock"], SocketPath);
        }
        await using (WebApplication server = await StartAsync())
        {
            Assert.Contains("incompletei1e", await AnnounceAsync(1, "X-Forwarded-For: 203.0.113.7\r\n"));
            await server.StopAsync();
        }
        Assert.False(File.Exists(SocketPath));
    }

    [Fact]
    public async Task Socket_of_another_program_is_left_to_it()
    {
        await using WebApplication server = await StartAsync();
        ServiceStartException refusal = Assert.Throws<ServiceStartException>(Open);
        Assert.Contains("another program listens at unix:", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("incompletei1e", await AnnounceAsync(1, "X-Forwarded-For: 203.0.113.7\r\n"));
    }

    [Fact]
    public void What_is_no_socket_stays_where_it_is()
    {
        _folder.Write("http.sock", [1, 2, 3]);
        Assert.Contains("no socket", Assert.Throws<ServiceStartException>(Open).Message, StringComparison.Ordinal);
        Assert.Equal([1, 2, 3], File.ReadAllBytes(SocketPath));
    }

    [Fact]
    public void Folder_that_is_not_there_is_said_to_be_missing()
    {
        var place = new ProxyEndPoint(new LocalSocket(_folder["none/http.sock"]), Mode);
        Assert.Contains("its folder must be there", Assert.Throws<ServiceStartException>(() => new ProxySocket(place, null, new WebConfig())).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("unix:/run/x.sock", "/run/x.sock")]
    [InlineData("/run/x.sock", "/run/x.sock")]
    [InlineData("unix:x.sock", null)]
    [InlineData("x.sock", null)]
    [InlineData("unix:/run/", null)]
    [InlineData("unix:", null)]
    [InlineData("tcp:/run/x", null)]
    public void Socket_is_written_with_or_without_its_scheme(string text, string? path)
    {
        Assert.Equal(path is not null, LocalSocket.TryParse(text, out LocalSocket socket));
        if (path is not null) Assert.Equal(("unix:" + path, path), (socket.ToString(), socket.Path));
    }

    [Theory]
    [InlineData(LocalSocket.MaxPathBytes, true)]
    [InlineData(LocalSocket.MaxPathBytes + 1, false)]
    public void Path_is_as_long_as_the_kernel_takes_at_most(int length, bool isGood) =>
        Assert.Equal(isGood, LocalSocket.TryParse("/" + new string('x', length - 1), out _));

    private void Open() => _ = new ProxySocket(new ProxyEndPoint(new LocalSocket(SocketPath), Mode), null, new WebConfig());

    private async Task<WebApplication> StartAsync()
    {
        var tracker = new HttpTracker(new AnnounceHandler(new TrackerOptions(), _store, new TrackerPolicy(AccessPolicy.Open), new LocalSeeders(), TimeProvider.System));
        var endpoint = new TrackerEndpoint(tracker);
        return await TransportServer.StartAsync(
            new ProxyEndPoint(new LocalSocket(SocketPath), Mode), tracker, new WebConfig(),
            context => endpoint.AnswerAsync(context, context.Request.Path.Value, context.Request.QueryString.Value));
    }

    private async Task<string> AnnounceAsync(int number, string fields)
    {
        using var client = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await client.ConnectAsync(new UnixDomainSocketEndPoint(SocketPath));
        string query = $"info_hash={new string('h', 20)}&peer_id={new string('p', 19)}{number}&port={6880 + number}&left=1&compact=1";
        await client.SendAsync(Encoding.ASCII.GetBytes($"GET /announce?{query} HTTP/1.1\r\nHost: seed.example.org\r\n{fields}Connection: close\r\n\r\n"));
        var answer = new MemoryStream();
        await using var stream = new NetworkStream(client);
        await stream.CopyToAsync(answer);
        return Encoding.Latin1.GetString(answer.ToArray());
    }
}
