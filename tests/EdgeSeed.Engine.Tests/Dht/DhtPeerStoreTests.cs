using System.Net;
using EdgeSeed.Engine.Dht;
using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Dht;

namespace EdgeSeed.Engine.Tests.Dht;

public sealed class DhtPeerStoreTests
{
    private readonly Random _random = new(3);
    private readonly DhtPeerStore _store = new();

    [Fact]
    public void Table_is_bounded_and_who_was_heard_of_longest_ago_goes_first()
    {
        NodeId first = NodeId.Create(_random);
        _store.Announce(first, At(0), isSeed: false, now: 1);
        for (int i = 1; i < 3 * DhtPeerStore.MaxPeers; i++) _store.Announce(NodeId.Create(_random), At(i), isSeed: false, now: 1 + i / 100);
        Assert.Equal(DhtPeerStore.MaxPeers, _store.Count);
        Assert.Empty(Choose(first));
    }

    [Fact]
    public void One_address_has_its_share_and_no_more()
    {
        NodeId victim = NodeId.Create(_random);
        _store.Announce(victim, At(1), isSeed: true, now: 1);
        for (int i = 0; i < 5000; i++) _store.Announce(NodeId.Create(_random), At(2).WithPort((ushort)(1 + i)), isSeed: false, now: 2);
        Assert.Equal(1 + DhtPeerStore.MaxOfAddress, _store.Count);
        Assert.Equal([At(1)], Choose(victim));
    }

    [Fact]
    public void One_torrent_has_its_share_and_answers_vary()
    {
        NodeId torrent = NodeId.Create(_random);
        for (int i = 0; i < 1000; i++) _store.Announce(torrent, At(i), isSeed: false, now: i);
        Assert.Equal(DhtPeerStore.MaxOfTorrent, _store.Count);
        Assert.NotEqual(Choose(torrent), Choose(torrent));
    }

    [Fact]
    public void Peers_are_forgotten_after_half_an_hour_and_seeds_left_out_where_nobody_wants_them()
    {
        NodeId torrent = NodeId.Create(_random);
        _store.Announce(torrent, At(1), isSeed: true, now: 1);
        _store.Announce(torrent, At(2), isSeed: false, now: 1000);
        Assert.Equal([At(2)], Choose(torrent, isWithoutSeeds: true));
        Assert.Equal([At(2)], Choose(torrent, now: DhtPeerStore.LifeMilliseconds + 500));
        Assert.Empty(Choose(torrent, asker: "2001:db8::1"));
    }

    [Fact]
    public void Peers_of_this_house_are_named_to_nobody_outside()
    {
        NodeId torrent = NodeId.Create(_random);
        PeerEndPoint neighbour = new(IPAddress.Parse("192.168.1.2"), 6881);
        _store.Announce(torrent, neighbour, isSeed: true, now: 1);
        _store.Announce(torrent, At(1), isSeed: true, now: 1);
        Assert.Equal([At(1)], Choose(torrent));
        Assert.Equal([neighbour, At(1)], Choose(torrent, asker: "192.168.1.3"));
    }

    private List<PeerEndPoint> Choose(NodeId torrent, bool isWithoutSeeds = false, string asker = "12.0.0.1", long now = 1000)
    {
        var peers = new PeerEndPoint[8];
        return [.. peers.AsSpan(0, _store.Choose(torrent, new PeerEndPoint(IPAddress.Parse(asker), 1), isWithoutSeeds, peers, _random, now))];
    }

    private static PeerEndPoint At(int number) => new(IPAddress.Parse($"11.{number >> 16}.{number >> 8 & 255}.{number & 255}"), 6881);
}
