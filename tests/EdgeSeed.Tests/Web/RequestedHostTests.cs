using System.Net;
using EdgeSeed.Web;

namespace EdgeSeed.Tests.Web;

public sealed class RequestedHostTests
{
    private readonly RequestedHost _hosts = new("seedbox", ["pub.example.org"]);

    [Theory]
    [InlineData("192.168.1.20:6969", "192.168.1.20", "192.168.1.20:6969")]
    [InlineData("192.168.1.20:6969", "::ffff:192.168.1.20", "192.168.1.20:6969")]
    [InlineData("127.0.0.1:8080", "127.0.0.1", "127.0.0.1:8080")]
    [InlineData("localhost:6969", "::1", "localhost:6969")]
    [InlineData("[::1]:6969", "::1", "[::1]:6969")]
    [InlineData("[2001:DB8:0::1]", "2001:db8::1", "[2001:db8::1]")]
    [InlineData("SeedBox.Local:6969", "192.168.1.20", "seedbox.local:6969")]
    [InlineData("seedbox", "192.168.1.20", "seedbox")]
    [InlineData("pub.example.org", "10.0.0.3", "pub.example.org")]
    public void TryAccept_host_of_ours_is_rebuilt(string header, string local, string authority)
    {
        Assert.True(_hosts.TryAccept(header, IPAddress.Parse(local), out string accepted));
        Assert.Equal(authority, accepted);
    }

    [Theory]
    [InlineData("evil.example:6969")]
    [InlineData("192.168.1.21:6969")]
    [InlineData("192.168.1.20.evil.example")]
    [InlineData("seedbox.local.evil.example")]
    [InlineData("evil@192.168.1.20")]
    [InlineData("192.168.1.20:6969/evil")]
    [InlineData("192.168.1.20:99999")]
    [InlineData("192.168.1.20:0")]
    [InlineData("192.168.1.20:+80")]
    [InlineData("192.168.1.20:")]
    [InlineData("localhost\"><script>")]
    [InlineData("[::1")]
    [InlineData("[]:80")]
    [InlineData("[localhost]:80")]
    [InlineData("[fe80::1%25eth0]:6969")]
    [InlineData(":6969")]
    [InlineData("")]
    public void TryAccept_anything_else_counts_for_nothing(string header)
    {
        Assert.False(_hosts.TryAccept(header, IPAddress.Parse("192.168.1.20"), out string accepted));
        Assert.Equal("", accepted);
    }

    [Fact]
    public void TryAccept_longer_than_any_name_is_refused() =>
        Assert.False(_hosts.TryAccept(new string('a', 100_000), IPAddress.Loopback, out _));
}
