using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Trackers;
using EdgeSeed.Tracker.Swarms;
using Microsoft.Extensions.Time.Testing;
using static EdgeSeed.Tracker.Tests.TestPeers;

namespace EdgeSeed.Tracker.Tests.Swarms;

public sealed class SwarmStoreTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly SwarmStore _store;

    public SwarmStoreTests() => _store = new SwarmStore(new TrackerOptions(), _time);

    public void Dispose() => _store.Dispose();

    [Fact]
    public void Announce_first_peer_is_counted_and_gets_nobody()
    {
        var (counts, peers, change) = _store.Announce(Torrent(1), IPv4(1), reason: AnnounceEvent.Started);
        Assert.Equal(new SwarmCounts(0, 1, 0), counts);
        Assert.Empty(peers);
        Assert.Equal(PeerChange.Joined, change);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(60)]
    [InlineData(255)]
    [InlineData(5000)]
    public void Announce_swarm_of_any_size_gives_as_many_others_as_wanted_none_twice_never_itself(int size)
    {
        for (int i = 0; i < size; i++) _store.Announce(Torrent(1), IPv4(i), isSeed: i % 3 == 0);
        for (int i = 0; i < size; i += 1 + size / 50)
        {
            PeerEndPoint[] peers = _store.Announce(Torrent(1), IPv4(i), wanted: 50).Peers;
            Assert.InRange(peers.Length, Math.Min(49, size - 2), Math.Min(50, size - 1));
            Assert.Equal(peers.Length, peers.Distinct().Count());
            Assert.DoesNotContain(IPv4(i), peers);
        }
    }

    [Fact]
    public void Announce_seed_gets_leechers_only()
    {
        for (int i = 0; i < 40; i++) _store.Announce(Torrent(1), IPv4(i), isSeed: i < 20);
        PeerEndPoint[] peers = _store.Announce(Torrent(1), IPv4(0), isSeed: true).Peers;
        Assert.Equal(Enumerable.Range(20, 20).Select(i => IPv4(i)).ToHashSet(), peers.ToHashSet());
    }

    [Fact]
    public void Announce_over_time_gives_every_peer_about_equally_often()
    {
        const int Size = 1000, Rounds = 4000;
        for (int i = 0; i < Size; i++) _store.Announce(Torrent(1), IPv4(i), isSeed: i % 2 == 0);
        var given = new Dictionary<PeerEndPoint, int>();
        for (int round = 0; round < Rounds; round++)
        {
            foreach (PeerEndPoint peer in _store.Announce(Torrent(1), IPv4(Size, port: 0)).Peers)
                given[peer] = given.GetValueOrDefault(peer) + 1;
        }
        double mean = given.Values.Average();
        Assert.Equal(Size, given.Count);
        Assert.All(given.Values, count => Assert.InRange(count, mean * 0.5, mean * 1.6));
    }

    [Fact]
    public void Announce_both_families_gives_both_and_the_own_more()
    {
        for (int i = 0; i < 100; i++)
        {
            _store.Announce(Torrent(1), IPv4(i));
            _store.Announce(Torrent(1), IPv6(i));
        }
        PeerEndPoint[] peers = _store.Announce(Torrent(1), IPv6(0)).Peers;
        Assert.Equal(12, peers.Count(peer => peer.IsIPv4));
        Assert.Equal(38, peers.Count(peer => !peer.IsIPv4));
    }

    [Fact]
    public void Announce_same_address_and_port_is_one_peer_whatever_it_calls_itself()
    {
        _store.Announce(Torrent(1), IPv4(1), reason: AnnounceEvent.Started);
        var (counts, _, change) = _store.Announce(Torrent(1), IPv4(1), reason: AnnounceEvent.Started);
        Assert.Equal(1, counts.Leechers);
        Assert.Equal(PeerChange.Refreshed, change);
    }

    [Fact]
    public void Announce_completed_is_counted_once_and_makes_a_seed()
    {
        _store.Announce(Torrent(1), IPv4(1), reason: AnnounceEvent.Started);
        Assert.Equal(PeerChange.Completed, _store.Announce(Torrent(1), IPv4(1), isSeed: true, AnnounceEvent.Completed).Change);
        Assert.Equal(PeerChange.Refreshed, _store.Announce(Torrent(1), IPv4(1), isSeed: true, AnnounceEvent.Completed).Change);
        Assert.True(_store.TryScrape(Torrent(1), out SwarmCounts counts));
        Assert.Equal(new SwarmCounts(1, 0, 1), counts);
    }

    [Fact]
    public void Announce_stopped_removes_the_peer_and_an_empty_torrent_is_forgotten_unless_it_was_completed()
    {
        _store.Announce(Torrent(1), IPv4(1));
        Assert.Equal(PeerChange.LeecherLeft, _store.Announce(Torrent(1), IPv4(1), reason: AnnounceEvent.Stopped).Change);
        Assert.False(_store.TryScrape(Torrent(1), out _));

        _store.Announce(Torrent(2), IPv4(1), isSeed: true, AnnounceEvent.Completed);
        Assert.Equal(PeerChange.SeedLeft, _store.Announce(Torrent(2), IPv4(1), isSeed: true, AnnounceEvent.Stopped).Change);
        Assert.True(_store.TryScrape(Torrent(2), out SwarmCounts counts));
        Assert.Equal(new SwarmCounts(0, 0, 1), counts);
    }

    [Fact]
    public void Who_stops_with_everything_and_was_a_leecher_has_completed_and_is_counted_once()
    {
        _store.Announce(Torrent(1), IPv4(1), reason: AnnounceEvent.Started);
        Assert.Equal(PeerChange.Completed, _store.Announce(Torrent(1), IPv4(1), isSeed: true, AnnounceEvent.Stopped).Change);
        _store.Announce(Torrent(1), IPv4(1), reason: AnnounceEvent.Started);
        Assert.Equal(PeerChange.LeecherLeft, _store.Announce(Torrent(1), IPv4(1), isSeed: true, AnnounceEvent.Stopped).Change);
        // Nobody knows how much this one had when it began.
        Assert.Equal(PeerChange.None, _store.Announce(Torrent(1), IPv4(2), isSeed: true, AnnounceEvent.Stopped).Change);
        Assert.True(_store.TryScrape(Torrent(1), out SwarmCounts counts));
        Assert.Equal(new SwarmCounts(0, 0, 1), counts);
    }

    [Fact]
    public void Announce_port_zero_is_answered_but_not_stored()
    {
        _store.Announce(Torrent(1), IPv4(1));
        var (counts, peers, change) = _store.Announce(Torrent(1), IPv4(2, port: 0));
        Assert.Equal(1, counts.Leechers);
        Assert.Equal([IPv4(1)], peers);
        Assert.Equal(PeerChange.None, change);
    }

    [Fact]
    public void Sweep_removes_who_is_silent_and_keeps_who_is_not()
    {
        _store.Announce(Torrent(1), IPv4(1));
        _store.Announce(Torrent(1), IPv6(1));
        _time.Advance(TimeSpan.FromMinutes(30));
        _store.Announce(Torrent(1), IPv4(2));
        _time.Advance(TimeSpan.FromMinutes(20));
        _store.Sweep();
        Assert.True(_store.TryScrape(Torrent(1), out SwarmCounts counts));
        Assert.Equal(1, counts.Leechers);
        _time.Advance(TimeSpan.FromMinutes(46));
        _store.Sweep();
        Assert.Equal(0, _store.Totals().Torrents);
    }

    [Fact]
    public void Public_client_never_gets_a_private_address()
    {
        PeerEndPoint lan = PeerEndPoint.FromIPv4(0xC0A8_0105, 51413), box = PeerEndPoint.FromIPv4(0x7F00_0001, 6881);
        _store.Announce(Torrent(1), lan);
        _store.Announce(Torrent(1), box);
        _store.Announce(Torrent(1), IPv4(7));
        PeerEndPoint external = PeerEndPoint.FromIPv4(0x0505_0505, 0), own = PeerEndPoint.FromIPv4(0xC0A8_0101, 0);

        Assert.Equal([IPv4(7)], Ask(new Horizon(AddressScope.Global, null, null, false)));
        Assert.Equal([external.WithPort(6881), IPv4(7)], Ask(new Horizon(AddressScope.Global, external, null, false)));
        Assert.Equal([external.WithPort(6881), external.WithPort(51413), IPv4(7)], Ask(new Horizon(AddressScope.Global, external, null, true)));
        Assert.Equal([IPv4(7), own.WithPort(6881), lan], Ask(new Horizon(AddressScope.Site, own, null, false)));
        Assert.Equal([IPv4(7), box, lan], Ask(Horizon.Everything));

        PeerEndPoint[] Ask(Horizon horizon) =>
            [.. _store.Announce(Torrent(1), IPv4(8), reason: AnnounceEvent.Stopped, wanted: 0).Peers.Concat(Choose(horizon)).OrderBy(peer => peer.IPv4Address).ThenBy(peer => peer.Port)];
        PeerEndPoint[] Choose(Horizon horizon) => _store.Announce(Torrent(1), IPv4(8, port: 0), horizon: horizon).Peers;
    }
}
