using System.Net;
using FsCheck;
using FsCheck.Fluent;

namespace EdgeSeed.Protocol.Tests;

public class PeerPriorityTests
{
    // The vectors of BEP 40.
    [Theory]
    [InlineData("123.213.32.10", "98.76.54.32", 0xec2d7224)]
    [InlineData("123.213.32.10", "123.213.32.234", 0x99568189)]
    public void Of_gives_the_values_of_the_specification(string first, string second, uint expected)
    {
        Assert.Equal(expected, PeerPriority.Of(At(first, 6881), At(second, 51413)));
        Assert.Equal(expected, PeerPriority.Of(At(second, 1), At(first, 2)));
    }

    [Fact]
    public void Of_one_address_goes_by_the_ports()
    {
        Assert.Equal(PeerPriority.Of(At("10.0.0.1", 6881), At("10.0.0.1", 6882)), PeerPriority.Of(At("10.0.0.1", 6882), At("10.0.0.1", 6881)));
        Assert.NotEqual(PeerPriority.Of(At("10.0.0.1", 6881), At("10.0.0.1", 6882)), PeerPriority.Of(At("10.0.0.1", 6881), At("10.0.0.1", 6883)));
    }

    [Theory]
    [InlineData("2001:db8:1::1", "2001:db8:2::1", "2001:db8:2::aaab", true)]
    [InlineData("2001:db8:1::1", "2001:db8:1:1::1", "2001:db8:1:1::aaab", true)]
    [InlineData("2001:db8:1::1", "2001:db8:1::5:1", "2001:db8:1::6:1", false)]
    [InlineData("1.2.3.4", "5.6.7.8", "5.6.173.8", true)]
    public void Of_tells_apart_what_lies_behind_the_common_prefix_alone(string own, string first, string second, bool isSame) =>
        Assert.Equal(isSame, PeerPriority.Of(At(own, 1), At(first, 1)) == PeerPriority.Of(At(own, 1), At(second, 1)));

    [Fact]
    public void Of_does_not_depend_on_the_order() => Prop.ForAll<uint, uint>((first, second) =>
        PeerPriority.Of(PeerEndPoint.FromIPv4(first, 1), PeerEndPoint.FromIPv4(second, 2)) == PeerPriority.Of(PeerEndPoint.FromIPv4(second, 2), PeerEndPoint.FromIPv4(first, 1)))
        .QuickCheckThrowOnFailure();

    private static PeerEndPoint At(string address, ushort port) => new(IPAddress.Parse(address), port);
}
