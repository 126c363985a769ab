using EdgeSeed.Protocol;
using EdgeSeed.Tracker.Swarms;
using Microsoft.Extensions.Time.Testing;
using static EdgeSeed.Tracker.Tests.TestPeers;

namespace EdgeSeed.Tracker.Tests.Swarms;

/// <summary>Ten times more is announced than there is room for.</summary>
public sealed class SwarmStoreCapTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void Torrents_at_the_cap_the_longest_silent_give_way_and_newcomers_get_peers()
    {
        using var store = new SwarmStore(new TrackerOptions { MaxTorrents = 1000 }, _time);
        for (int torrent = 0; torrent < 10_000; torrent++)
        {
            if (torrent % 100 == 0) _time.Advance(TimeSpan.FromSeconds(4));
            store.Announce(Torrent(torrent), IPv4(1));
            Assert.Equal([IPv4(1)], store.Announce(Torrent(torrent), IPv4(2)).Peers);
        }
        Assert.InRange(store.Totals().Torrents, 800, 1000);
        Assert.All(Enumerable.Range(9_500, 500), torrent => Assert.True(store.TryScrape(Torrent(torrent), out _)));
        Assert.All(Enumerable.Range(0, 8_000), torrent => Assert.False(store.TryScrape(Torrent(torrent), out _)));
    }

    [Theory]
    [InlineData(100)]
    [InlineData(5000)]
    public void Peers_of_one_torrent_at_the_cap_the_longest_silent_give_way(int cap)
    {
        using var store = new SwarmStore(new TrackerOptions { MaxPeersPerTorrent = cap }, _time);
        for (int peer = 0; peer < cap * 10; peer++)
        {
            if (peer % Math.Max(1, cap / 50) == 0) _time.Advance(TimeSpan.FromSeconds(4));
            Assert.InRange(store.Announce(Torrent(1), IPv4(peer)).Counts.Leechers, 1, cap);
        }
        Assert.Equal(cap, store.Totals().IPv4Peers);
        int recent = Enumerable.Range(cap * 10 - cap / 4, cap / 4).Count(peer => store.Announce(Torrent(1), IPv4(peer)).Change == PeerChange.Refreshed);
        Assert.Equal(cap / 4, recent);
    }

    [Fact]
    public void Peers_of_all_torrents_at_the_cap_the_longest_silent_give_way_and_memory_stays()
    {
        const int Cap = 20_000;
        using var store = new SwarmStore(new TrackerOptions { MaxPeerBytes = Cap * 16 }, _time);
        for (int peer = 0; peer < Cap; peer++) store.Announce(Torrent(peer % 300), IPv4(peer));
        long reserved = store.Totals().PeerBytes;
        for (int peer = Cap; peer < Cap * 10; peer++)
        {
            if (peer % 200 == 0) _time.Advance(TimeSpan.FromSeconds(4));
            Assert.NotEmpty(store.Announce(Torrent(peer % 300), IPv4(peer)).Peers);
        }
        StoreTotals totals = store.Totals();
        Assert.InRange(totals.IPv4Peers, Cap * 9 / 10, Cap);
        Assert.InRange(totals.PeerBytes, reserved, reserved + (1 << 20));
        int recent = Enumerable.Range(Cap * 10 - Cap / 2, Cap / 2).Count(peer => store.Announce(Torrent(peer % 300), IPv4(peer)).Change == PeerChange.Refreshed);
        Assert.Equal(Cap / 2, recent);
    }

    [Fact]
    public void Newcomers_within_one_tick_find_each_other_at_both_caps()
    {
        // A quarter of the torrents: more than half that have one peer yet are taken for a flood, and give way to those that have more.
        const int Torrents = 400, MaxTorrents = Torrents * 4, Cap = 8_000, Peers = Cap * 10;
        using var store = new SwarmStore(new TrackerOptions { MaxTorrents = MaxTorrents, MaxPeerBytes = Cap * 16 }, _time);
        for (int peer = 0; peer < Cap * 2; peer++) store.Announce(Torrent(peer % MaxTorrents), IPv4(peer));
        long told = 0;
        for (int peer = 0; peer < Peers; peer++) told += store.Announce(Torrent(10_000 + (peer % Torrents)), IPv4(peer)).Peers.Length;
        // A swarm's share of the cap is 20 peers, less what has just been removed at once.
        Assert.InRange(told / (double)Peers, 12, 20);
        Assert.All(Enumerable.Range(10_000, Torrents), torrent => Assert.InRange(store.Announce(Torrent(torrent), IPv4(-1)).Peers.Length, 4, 50));
    }

    [Fact]
    public void A_flood_of_torrents_does_not_empty_the_swarms_that_live()
    {
        const int Live = 250;
        using var store = new SwarmStore(new TrackerOptions { MaxTorrents = 1000 }, _time);
        for (int peer = 0; peer < Live * 5; peer++) store.Announce(Torrent(peer % Live), IPv4(peer));
        _time.Advance(TimeSpan.FromMinutes(20));
        for (int torrent = Live; torrent < 50_000; torrent++) store.Announce(Torrent(torrent), IPv4(1));
        Assert.All(Enumerable.Range(0, Live), torrent => Assert.Equal(5, store.Announce(Torrent(torrent), IPv4(-1)).Peers.Length));
        Assert.InRange(store.Totals().Torrents, 900, 1000);
    }

    [Fact]
    public void A_flood_of_peers_in_one_torrent_does_not_empty_the_others()
    {
        const int Live = 300;
        using var store = new SwarmStore(new TrackerOptions { MaxPeerBytes = 20_000 * 16 }, _time);
        for (int peer = 0; peer < Live * 20; peer++) store.Announce(Torrent(peer % Live), IPv4(peer));
        _time.Advance(TimeSpan.FromMinutes(20));
        for (int peer = 0; peer < 200_000; peer++) store.Announce(Torrent(Live), IPv4(peer));
        Assert.All(Enumerable.Range(0, Live), torrent => Assert.Equal(20, store.Announce(Torrent(torrent), IPv4(-1)).Peers.Length));
        Assert.InRange(store.Totals().IPv4Peers, 17_000, 20_016);
    }

    [Fact]
    public void Peers_spread_over_as_many_torrents_cost_no_more_than_reckoned()
    {
        using var store = new SwarmStore(new TrackerOptions { MaxPeerBytes = 1 << 20, MaxTorrents = 5000 }, _time);
        var random = new Random(2);
        for (int i = 0; i < 300_000; i++)
        {
            PeerEndPoint peer = random.Next(4) == 0 ? IPv6(random.Next(100_000)) : IPv4(random.Next(100_000));
            store.Announce(Torrent(random.Next(6000)), peer, isSeed: random.Next(2) == 0);
        }
        StoreTotals totals = store.Totals();
        Assert.InRange((totals.IPv4Peers * 16) + (totals.IPv6Peers * 40), 1 << 19, 1 << 20);
        // The rest of the last page of each size in each shard comes on top.
        Assert.InRange(totals.PeerBytes, 1 << 19, 5 << 20);
    }
}
