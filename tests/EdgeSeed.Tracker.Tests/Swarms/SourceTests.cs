using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Trackers;
using EdgeSeed.Tracker.Swarms;
using Microsoft.Extensions.Time.Testing;
using static EdgeSeed.Tracker.Tests.TestPeers;

namespace EdgeSeed.Tracker.Tests.Swarms;

/// <summary>One address is no swarm, whatever it announces.</summary>
public sealed class SourceTests : IDisposable
{
    private readonly SwarmStore _store = new(new TrackerOptions(), new FakeTimeProvider());

    public void Dispose() => _store.Dispose();

    [Theory]
    [InlineData(true, 0)]
    [InlineData(false, 0)]
    [InlineData(true, 5000)]
    [InlineData(false, 5000)]
    public void One_source_with_many_ports_is_few_peers_one_seed_and_one_download(bool isIPv4, int others)
    {
        PeerEndPoint Honest(int number) => isIPv4 ? IPv4(100 + number) : IPv6(100 + number);
        for (int i = 0; i < others; i++) _store.Announce(Torrent(1), Honest(i));
        for (int round = 0; round < 3; round++)
        {
            for (int port = 10_000; port < 10_500; port++)
            {
                PeerEndPoint peer = isIPv4 ? IPv4(1, (ushort)port) : InOneNetwork(port);
                _store.Announce(Torrent(1), peer, isSeed: false, AnnounceEvent.Started);
                _store.Announce(Torrent(1), peer, isSeed: true, AnnounceEvent.Completed);
            }
        }
        Assert.True(_store.TryScrape(Torrent(1), out SwarmCounts counts));
        Assert.Equal(new SwarmCounts(1, others, 1), counts);
        Assert.Equal(4 + others, _store.Totals().IPv4Peers + _store.Totals().IPv6Peers);
    }

    [Fact]
    public void Sources_that_completed_are_told_apart_however_many()
    {
        // Hashes of 32 bits took some forty of these for others of them.
        const int Sources = 300_000;
        var hashes = new HashSet<ulong>();
        for (int number = 0; number < Sources; number++)
        {
            hashes.Add(PeerEntry4.Create(IPv4(number), 0).Hash(secret: 0x5EED));
            hashes.Add(PeerEntry6.Create(IPv6(number), 0).Hash(secret: 0x5EED));
        }
        Assert.Equal(2 * Sources, hashes.Count);

        var completed = new CompletedSources();
        ulong first = PeerEntry4.Create(IPv4(1), 0).Hash(secret: 0x5EED);
        Assert.True(completed.TryAdd(Torrent(1), first));
        Assert.True(completed.TryAdd(Torrent(1), first ^ 1));
        Assert.True(completed.TryAdd(Torrent(2), first));
        Assert.False(completed.TryAdd(Torrent(1), first));
    }

    [Fact]
    public void Answer_has_two_of_a_source_at_most_while_there_are_others()
    {
        for (int number = 11; number <= 13; number++) _store.Announce(Torrent(1), IPv4(number));
        for (int port = 10_000; port < 10_020; port++) _store.Announce(Torrent(1), IPv4(1, (ushort)port));
        var seen = new HashSet<PeerEndPoint>();
        for (int i = 0; i < 50; i++)
        {
            PeerEndPoint[] peers = _store.Announce(Torrent(1), IPv4(14)).Peers;
            Assert.Equal(2, peers.Count(peer => peer.Address.Equals(IPv4(1).Address)));
            Assert.Equal(3, peers.Count(peer => !peer.Address.Equals(IPv4(1).Address)));
            seen.UnionWith(peers);
        }
        Assert.Equal(7, seen.Count);
    }

    [Fact]
    public void Answer_has_all_of_a_source_where_there_is_no_other()
    {
        for (int port = 10_000; port < 10_004; port++) _store.Announce(Torrent(1), IPv4(1, (ushort)port));
        Assert.Equal(4, _store.Announce(Torrent(1), IPv4(14)).Peers.Length);
    }

    [Fact]
    public void Peer_of_a_source_that_announces_again_stays()
    {
        for (int port = 10_000; port < 10_004; port++) _store.Announce(Torrent(1), IPv4(1, (ushort)port), isSeed: true);
        for (int port = 10_000; port < 10_004; port++) Assert.Equal(PeerChange.Refreshed, _store.Announce(Torrent(1), IPv4(1, (ushort)port), isSeed: true).Change);
        for (int port = 10_000; port < 10_003; port++) Assert.Equal(1, _store.Announce(Torrent(1), IPv4(1, (ushort)port), isSeed: false).Counts.Seeds);
        Assert.Equal(new SwarmCounts(0, 4, 0), _store.Announce(Torrent(1), IPv4(1, 10_003), isSeed: false).Counts);
    }

    [Fact]
    public void Neighbours_in_a_local_network_are_sources_of_their_own()
    {
        for (int number = 1; number <= 9; number++)
        {
            byte[] address = [0xfd, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, (byte)number];
            _store.Announce(Torrent(1), PeerEndPoint.FromIPv6(address, 6881), isSeed: true);
        }
        Assert.True(_store.TryScrape(Torrent(1), out SwarmCounts counts));
        Assert.Equal(9, counts.Seeds);
    }

    /// <summary>Any address of one /64.</summary>
    private static PeerEndPoint InOneNetwork(int number)
    {
        byte[] address = [0x20, 1, 0xd, 0xb8, 9, 9, 9, 9, 0, 0, 0, 0, 0, 0, (byte)(number >> 8), (byte)number];
        return PeerEndPoint.FromIPv6(address, 6881);
    }
}
