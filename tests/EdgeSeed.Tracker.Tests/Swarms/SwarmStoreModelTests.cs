using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Trackers;
using EdgeSeed.Tracker.Swarms;
using Microsoft.Extensions.Time.Testing;
using static EdgeSeed.Tracker.Tests.TestPeers;

namespace EdgeSeed.Tracker.Tests.Swarms;

/// <summary>Random announces against the obvious model: dictionaries.</summary>
public sealed class SwarmStoreModelTests
{
    [Theory]
    [InlineData(1, 3, 2000, 60_000)]
    [InlineData(2, 200, 40, 60_000)]
    [InlineData(3, 1, 30_000, 120_000)]
    public void Store_agrees_with_a_dictionary_of_dictionaries(int seed, int torrents, int peers, int steps)
    {
        var time = new FakeTimeProvider();
        var random = new Random(seed);
        using var store = new SwarmStore(new TrackerOptions(), time);
        var model = Enumerable.Range(0, torrents).Select(_ => new Dictionary<PeerEndPoint, (bool IsSeed, TimeSpan Heard)>()).ToArray();
        uint[] completed = new uint[torrents];
        // A source is counted once: that is another test.
        var done = new HashSet<(int Torrent, bool IsIPv4, int Number)>();
        TimeSpan now = default;
        for (int step = 0; step < steps; step++)
        {
            // Grows, then shrinks: three of four leave in the second half.
            bool isLeaving = random.Next(4) < (step < steps / 2 ? 1 : 3), isSeed = random.Next(2) == 0;
            int torrent = random.Next(torrents), number = random.Next(peers);
            PeerEndPoint peer = random.Next(3) == 0 ? IPv6(number, (ushort)random.Next(1, 3)) : IPv4(number, (ushort)random.Next(1, 3));
            bool isCompleted = isSeed && (isLeaving || random.Next(5) == 0) && done.Add((torrent, peer.IsIPv4, number));
            if (isLeaving) isSeed = isCompleted;
            AnnounceEvent reason = isLeaving ? AnnounceEvent.Stopped : isCompleted ? AnnounceEvent.Completed : AnnounceEvent.None;
            bool isKnown = model[torrent].TryGetValue(peer, out var before);
            if (isCompleted && !before.IsSeed && (isKnown || !isLeaving)) completed[torrent]++;
            if (isLeaving) model[torrent].Remove(peer);
            else model[torrent][peer] = (isSeed, now);

            var (counts, given, _) = store.Announce(Torrent(torrent), peer, isSeed, reason, wanted: 20);
            Assert.Equal(Expected(model[torrent], completed[torrent]), counts);
            Assert.All(given, other => Assert.True(model[torrent].TryGetValue(other, out var known) && !(known.IsSeed && isSeed)));
            if (step % 1000 == 999)
            {
                now += TimeSpan.FromMinutes(4);
                time.Advance(TimeSpan.FromMinutes(4));
                store.Sweep();
                foreach (var swarm in model)
                {
                    foreach (var silent in swarm.Where(entry => now - entry.Value.Heard >= TimeSpan.FromMinutes(45)).ToList()) swarm.Remove(silent.Key);
                }
            }
        }
        StoreTotals totals = store.Totals();
        Assert.Equal(model.Sum(swarm => swarm.Keys.Count(peer => peer.IsIPv4)), totals.IPv4Peers);
        Assert.Equal(model.Sum(swarm => swarm.Keys.Count(peer => !peer.IsIPv4)), totals.IPv6Peers);
        time.Advance(TimeSpan.FromHours(1));
        store.Sweep();
        Assert.Equal(0, store.Totals().IPv4Peers + store.Totals().IPv6Peers);
    }

    private static SwarmCounts Expected(Dictionary<PeerEndPoint, (bool IsSeed, TimeSpan Heard)> swarm, uint completed)
    {
        int seeds = swarm.Where(peer => peer.Value.IsSeed).Select(peer => peer.Key.Address).Distinct().Count();
        return new SwarmCounts(seeds, swarm.Values.Count(peer => !peer.IsSeed), completed);
    }
}
