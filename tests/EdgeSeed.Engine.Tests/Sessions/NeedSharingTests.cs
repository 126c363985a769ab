using EdgeSeed.Engine.Tests.Simulation;
using EdgeSeed.Engine.Torrents;
using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Protocol.Wire;
using EdgeSeed.Tests.Common;

namespace EdgeSeed.Engine.Tests.Sessions;

/// <summary>Who gets how much of a limited upload, by the need of torrents and the wishes of their owner.</summary>
public class NeedSharingTests
{
    private const int Pieces = 110;
    private const byte Scarce = 2, Shared = 3;

    private static readonly EngineOptions s_byNeed = new() { ByNeed = true };

    [Fact]
    public async Task Peers_count_for_what_their_torrents_need()
    {
        (long scarce, long shared) = await DrawAsync(s_byNeed, hash => hash == SessionFixture.Hash(Shared) ? 1 : 0);
        Assert.InRange((double)scarce / shared, 14.4, 17.6);
    }

    [Fact]
    public async Task First_answer_of_a_tracker_counts_at_once()
    {
        int asked = 0;
        (long scarce, long shared) = await DrawAsync(s_byNeed, hash => hash == SessionFixture.Hash(Shared) && asked++ > 0 ? 1 : -1);
        // What both were sent before the answer shifts a few blocks; without it they are sent the same.
        Assert.InRange((double)scarce / shared, 12, 20);
    }

    [Fact]
    public async Task Torrent_that_others_serve_well_keeps_the_floor()
    {
        (long scarce, long shared) = await DrawAsync(s_byNeed, hash => hash == SessionFixture.Hash(Shared) ? 50 : 0);
        Assert.InRange((double)shared / (scarce + shared), 0.045, 0.06);
    }

    [Fact]
    public async Task Without_need_all_peers_count_the_same()
    {
        (long scarce, long shared) = await DrawAsync(new EngineOptions(), hash => hash == SessionFixture.Hash(Shared) ? 50 : 0);
        Assert.InRange((double)scarce / shared, 0.95, 1.05);
    }

    [Fact]
    public async Task Owners_weight_multiplies()
    {
        (long scarce, long shared) = await DrawAsync(s_byNeed, _ => 0, new TorrentRule { Weight = 3 });
        Assert.InRange((double)shared / scarce, 2.7, 3.2);
    }

    [Fact]
    public async Task Owners_limit_holds_and_the_others_get_the_rest()
    {
        (long scarce, long shared) = await DrawAsync(s_byNeed, _ => 0, new TorrentRule { BytesPerSecond = 100_000 });
        Assert.InRange((double)shared / (scarce + shared), 0.08, 0.115);
    }

    [Fact]
    public async Task What_has_been_shared_enough_keeps_the_floor()
    {
        (long scarce, long shared) = await DrawAsync(s_byNeed, _ => 0, new TorrentRule { ShareUntil = 0.001 });
        Assert.InRange((double)shared / (scarce + shared), 0.045, 0.08);
    }

    [Fact]
    public async Task Paused_torrent_sends_nothing_until_it_goes_on()
    {
        await using SessionFixture fixture = await SessionFixture.StartAsync();
        Assert.True(await fixture.Session.SetRuleAsync(fixture.InfoHash, new TorrentRule { IsPaused = true }));
        using RawPeer peer = await RawPeer.JoinAsync(fixture.Session, fixture.InfoHash, isInterested: false);
        await peer.SendStateAsync(PeerMessageId.Interested);
        await fixture.UntilAsync(s => s.Torrents[0].InterestedPeers == 1);
        Assert.Equal(0, (await fixture.Session.ReadStatusAsync()).ServedPeers);
        Assert.True(await fixture.Session.SetRuleAsync(fixture.InfoHash, TorrentRule.Default));
        PeerMessageId said;
        do (said, _) = await peer.ReadAsync();
        while (said != PeerMessageId.Unchoke);
        Assert.False(await fixture.Session.SetRuleAsync(SessionFixture.Hash(9), TorrentRule.Default));
    }

    /// <summary>Two peers each of two torrents ask for more than 1 MB/s gives; what each torrent was sent while the clock ran, the first seconds apart.</summary>
    private static async Task<(long Scarce, long Shared)> DrawAsync(EngineOptions options, Func<InfoHash, int> saidSeeds, TorrentRule? ruleOfShared = null)
    {
        await using SessionFixture fixture = await SessionFixture.StartAsync(options, bytesPerSecond: 1_000_000);
        fixture.Session.SaidSeeds = saidSeeds;
        using var file = new PatternFile(Pieces * SessionFixture.PieceLength);
        foreach (byte number in (byte[])[Scarce, Shared]) await fixture.AddAsync(SessionFixture.Hash(number), file.Content);
        await fixture.Session.SetRuleAsync(SessionFixture.Hash(Shared), ruleOfShared ?? TorrentRule.Default);
        fixture.Clock.Advance(TimeSpan.FromSeconds(1));
        var received = new long[4];
        RawPeer[] peers = new RawPeer[4];
        for (int i = 0; i < peers.Length; i++) peers[i] = await fixture.JoinAsync(SessionFixture.Hash(i < 2 ? Scarce : Shared));
        Task[] readers = [.. peers.Select((peer, i) => peer.CountAsync(count => Volatile.Write(ref received[i], count)))];
        var asked = new int[peers.Length];
        long[] before = [];
        for (int step = 0; step < 1_200; step++)
        {
            if (step % 50 == 0) await AskAsync(peers, received, asked);
            if (step == 200) before = [.. received];
            fixture.Clock.Advance(TimeSpan.FromMilliseconds(10));
            // The clock waits for the network, or full sockets would cost budget.
            long sent = (await fixture.Session.ReadStatusAsync()).PayloadBytes;
            await Eventually.IsAsync(() => received.Sum() >= sent);
        }
        long[] after = [.. received];
        foreach (RawPeer peer in peers) peer.Dispose();
        await Task.WhenAll(readers);
        for (int first = 0; first < 4; first += 2) AssertAlike(after[first] - before[first], after[first + 1] - before[first + 1]);
        return (after[0] + after[1] - before[0] - before[1], after[2] + after[3] - before[2] - before[3]);
    }

    /// <summary>Within a torrent peers are equal, to a block (Jain's index of two).</summary>
    private static void AssertAlike(long one, long other)
    {
        double sum = one + other;
        Assert.True(Math.Abs(one - other) <= 2 * TorrentLayout.BlockLength || sum * sum / (2 * ((double)one * one + (double)other * other)) > 0.99, $"{one} and {other}");
    }

    /// <summary>Each has always more than a second's worth of requests waiting.</summary>
    private static async Task AskAsync(RawPeer[] peers, long[] received, int[] asked)
    {
        const int Waiting = 90;
        for (int i = 0; i < peers.Length; i++)
        {
            int wanted = (int)(received[i] / TorrentLayout.BlockLength) + Waiting;
            for (; asked[i] < wanted; asked[i]++) await peers[i].RequestAsync((uint)(asked[i] / 4 % Pieces), (uint)(asked[i] % 4) * TorrentLayout.BlockLength, TorrentLayout.BlockLength);
        }
    }
}
