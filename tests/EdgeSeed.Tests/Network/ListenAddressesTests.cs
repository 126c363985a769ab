using System.Net;
using EdgeSeed.Linux.Sockets;
using EdgeSeed.Network;

namespace EdgeSeed.Tests.Network;

/// <summary>What <c>service.bind</c> comes to: where peers, page and tracker are reached, and by which way everything leaves.</summary>
public sealed class ListenAddressesTests
{
    [Fact]
    public void Without_an_interface_everything_is_listened_on_everywhere_it_says()
    {
        ListenAddresses listen = Of("127.0.0.1", "::1");
        Assert.Null(listen.Egress.Device);
        Assert.True(listen.IsLocalOnly);
        Assert.Equal(["127.0.0.1:7", "[::1]:7"], listen.Peers(7).Select(static place => place.ToString()));
        Assert.Equal(["127.0.0.1:7", "[::1]:7"], listen.Pages(7).Select(static place => place.ToString()));
        Assert.All(listen.Pages(7), static place => Assert.Null(DeviceEndPoint.Of(place)));
    }

    [Fact]
    public void First_interface_is_the_way_out_and_peers_come_by_no_other()
    {
        ListenAddresses listen = Of("nodevice0", "nodevice1", "192.0.2.1", "127.0.0.1");
        Assert.Equal("nodevice0", listen.Egress.Device);
        Assert.False(listen.Egress.IsReady);
        Assert.False(listen.IsLocalOnly);
        Assert.Equal(["lo", "nodevice0"], listen.Peers(7).Select(DeviceEndPoint.Of));
        Assert.Equal(["lo", "nodevice0", "nodevice1", null], listen.Pages(7).Select(DeviceEndPoint.Of));
        Assert.Equal("192.0.2.1:7", listen.Pages(7)[3].ToString());
        Assert.Empty(listen.DetectWayOut());
        Assert.Equal(IPAddress.Loopback, listen.Local);
    }

    [Theory]
    [InlineData("wg0", true)]
    [InlineData("eth0.100", true)]
    [InlineData("enx00e04c680001", true)]
    [InlineData("192.168.1.300", false)]
    [InlineData("fe80:::1", false)]
    [InlineData("a/b", false)]
    [InlineData("two words", false)]
    [InlineData("longer-than-fifteen", false)]
    [InlineData("", false)]
    public void Name_of_an_interface_is_told_from_a_mistyped_address(string text, bool isName) => Assert.Equal(isName, NetworkDevice.IsName(text));

    private static ListenAddresses Of(params string[] places) => new(places, [], "", TimeProvider.System);
}
