using System.Net;
using EdgeSeed.Engine.Dht;
using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Dht;

namespace EdgeSeed.Engine.Tests.Dht;

public sealed class OwnAddressVotesTests
{
    [Fact]
    public void One_neighbourhood_cannot_give_us_an_address_and_many_can()
    {
        var votes = new OwnAddressVotes();
        for (int i = 1; i < 200; i++) Assert.False(votes.TryAgree(At($"203.0.113.{i}"), At("198.51.100.1"), out _));
        for (int i = 1; i <= 4; i++) Assert.False(votes.TryAgree(At($"203.0.{i}.1"), At("198.51.100.2"), out _));
        Assert.True(votes.TryAgree(At("203.0.5.1"), At("198.51.100.2"), out PeerEndPoint own));
        Assert.Equal("198.51.100.2:0", own.ToString());
    }

    [Fact]
    public void Addresses_of_no_outer_network_say_nothing()
    {
        var votes = new OwnAddressVotes();
        for (int i = 1; i <= 20; i++)
        {
            Assert.False(votes.TryAgree(At($"203.0.{i}.1"), At("192.168.1.2"), out _));
            Assert.False(votes.TryAgree(At($"192.168.{i}.1"), At("198.51.100.2"), out _));
        }
    }

    /// <summary>A node learns from those it asks where it is, and takes the name that follows from it (BEP 42).</summary>
    [Fact]
    public void Node_comes_to_have_the_name_of_its_address()
    {
        var world = new DhtWorld(6);
        for (int i = 0; i < 30; i++)
        {
            WorldNode node = world.Add();
            if (i > 0) node.Dht.Meet(world.Nodes[0].Address);
        }
        WorldNode own = world.Add(isSecure: false);
        for (int i = 0; i < 8; i++) own.Dht.Meet(world.Nodes[i].Address);
        world.Run(TimeSpan.FromMinutes(1));
        Assert.True(SecureNodeId.IsOf(own.Dht.Table.Own, own.Address));
        Assert.InRange(own.Dht.Table.Count, 8, 31);
    }

    private static PeerEndPoint At(string address) => new(IPAddress.Parse(address), 6881);
}
