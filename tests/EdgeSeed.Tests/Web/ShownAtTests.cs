using System.Net;
using EdgeSeed.Web;

namespace EdgeSeed.Tests.Web;

public class ShownAtTests
{
    [Theory]
    [InlineData("192.168.1.5", true)]
    [InlineData("::ffff:192.168.1.5", true)]
    [InlineData("fd00::5", true)]
    [InlineData("127.0.0.1", true)]
    [InlineData("::1", true)]
    [InlineData("203.0.113.5", false)]
    [InlineData("2001:db8::5", false)]
    [InlineData(null, false)]
    public void Page_is_shown_at_the_addresses_named_and_to_this_machine(string? at, bool isShown) =>
        Assert.Equal(isShown, RequestSwitch.IsShownAt(at is null ? null : IPAddress.Parse(at), ["192.168.1.5", "fd00::5"]));

    [Fact]
    public void Page_is_shown_everywhere_where_none_is_named() => Assert.True(RequestSwitch.IsShownAt(IPAddress.Parse("203.0.113.5"), []));
}
