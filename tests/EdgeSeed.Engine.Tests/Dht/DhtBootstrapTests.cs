using EdgeSeed.Engine.Dht;
using EdgeSeed.Engine.Network;

namespace EdgeSeed.Engine.Tests.Dht;

public sealed class DhtBootstrapTests
{
    [Theory]
    [InlineData("dht.example.org:6881", "dht.example.org", 6881)]
    [InlineData("192.0.2.1:1", "192.0.2.1", 1)]
    [InlineData("[2001:db8::7]:65535", "2001:db8::7", 65535)]
    public void Host_and_port_are_read(string text, string host, int port)
    {
        Assert.True(DhtBootstrap.TryParse(text, out string read, out ushort number));
        Assert.Equal((host, port), (read, number));
    }

    [Theory]
    [InlineData("")]
    [InlineData("dht.example.org")]
    [InlineData("dht.example.org:")]
    [InlineData("dht.example.org:0")]
    [InlineData("dht.example.org:65536")]
    [InlineData(":6881")]
    [InlineData("2001:db8::7:6881")]
    [InlineData("http://dht.example.org:80")]
    [InlineData("a b:6881")]
    public void Others_are_refused(string text) => Assert.False(DhtBootstrap.TryParse(text, out _, out _));

    [Fact]
    public async Task Addresses_are_their_own()
    {
        Assert.Equal(["127.0.0.1:6881", "[::1]:6882"], (await DhtBootstrap.FindAsync(Egress.Anywhere, ["127.0.0.1:6881", "nonsense", "[::1]:6882"], CancellationToken.None)).Select(static node => node.ToString()));
    }
}
