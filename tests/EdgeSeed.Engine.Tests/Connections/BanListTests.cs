using EdgeSeed.Engine.Connections;
using EdgeSeed.Protocol;

namespace EdgeSeed.Engine.Tests.Connections;

public sealed class BanListTests
{
    [Fact]
    public void Neighbours_behind_a_liars_address_are_not_banned_with_him()
    {
        var list = new BanList(10);
        Assert.True(list.Add(At(1, 5000)));
        Assert.False(list.Add(At(1, 5000)));
        Assert.True(list.Contains(At(1, 5000)));
        Assert.False(list.Contains(At(1, 5001)));
    }

    [Fact]
    public void Address_from_which_several_lied_is_banned_as_a_whole()
    {
        var list = new BanList(10);
        for (ushort port = 5000; port < 5000 + BanList.MaxLiars; port++) Assert.True(list.Add(At(1, port)));
        Assert.True(list.Contains(At(1, 9)));
        Assert.False(list.Add(At(1, 9)));
        Assert.False(list.Contains(At(2, 5000)));
    }

    [Fact]
    public void Full_list_lets_in_the_first_again()
    {
        var list = new BanList(BanList.MaxLiars);
        for (ushort port = 5000; port < 5000 + BanList.MaxLiars; port++) list.Add(At(1, port));
        list.Add(At(2, 5000));
        Assert.False(list.Contains(At(1, 5000)));
        Assert.True(list.Contains(At(1, 5001)));
        Assert.False(list.HasAddress(At(1, 5001)));
    }

    private static PeerEndPoint At(uint address, ushort port) => PeerEndPoint.FromIPv4(address, port);
}
