using EdgeSeed.Engine.Tests.Simulation;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Tests.Common;

namespace EdgeSeed.Engine.Tests.Sessions;

public class BudgetTests
{
    private const uint Block = TorrentLayout.BlockLength;

    [Fact]
    public async Task Block_at_4_kilobytes_a_second_comes_in_slices_over_four_seconds()
    {
        await using SessionFixture fixture = await SessionFixture.StartAsync(bytesPerSecond: 4_000);
        fixture.Clock.Advance(TimeSpan.FromSeconds(1));
        using RawPeer peer = await fixture.JoinAsync(fixture.InfoHash);
        await peer.RequestAsync(0, 0, Block);
        Task block = peer.ReadBlockAsync(fixture.Layout, 0, 0, Block);
        // The request and the first read take real time, in which the clock runs on: what is timed begins with the first slice.
        long sent = 0;
        for (int i = 0; sent == 0 && i < 100_000; i++) sent = await AdvanceAsync(fixture);
        Assert.InRange(sent, 1, 4_160);
        int milliseconds = 0;
        for (long before = sent; sent < Block && milliseconds < 10_000; milliseconds += 50, before = sent)
        {
            sent = await AdvanceAsync(fixture);
            Assert.InRange(sent - before, 0, 4_160);
        }
        await block;
        Assert.InRange(milliseconds, 3_000, 4_700);
    }

    [Fact]
    public async Task Peers_share_the_budget_evenly_whatever_they_ask()
    {
        await using SessionFixture fixture = await SessionFixture.StartAsync(bytesPerSecond: 1_000_000);
        using var file = new PatternFile(110 * SessionFixture.PieceLength);
        await fixture.AddAsync(SessionFixture.Hash(2), file.Content);
        fixture.Clock.Advance(TimeSpan.FromSeconds(1));
        RawPeer[] peers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => fixture.JoinAsync(SessionFixture.Hash(2))));
        var received = new long[peers.Length];
        Task[] readers = [.. peers.Select((peer, i) => peer.CountAsync(count => Volatile.Write(ref received[i], count)))];
        // The last asks for blocks four times as large.
        foreach (RawPeer peer in peers)
        {
            uint length = peer == peers[^1] ? 4 * Block : Block;
            for (uint at = 0; at < 400 * Block / length; at++) await peer.RequestAsync(at * length / (4 * Block), at * length % (4 * Block), length);
        }
        // A socket that is full for a moment of real time costs budget on a clock moved by hand: so what is enough is told by bytes, not by time.
        int steps = 0;
        for (; steps < 10_000 && received.Sum() < 7_500_000; steps++)
        {
            fixture.Clock.Advance(TimeSpan.FromMilliseconds(10));
            // The clock waits for the network, or full sockets would cost budget.
            long sent = (await fixture.Session.ReadStatusAsync()).PayloadBytes;
            await Eventually.IsAsync(() => received.Sum() >= sent);
        }
        // One copy: the readers still run, and both figures must be of the same moment.
        long[] shares = [.. received];
        double sum = shares.Sum(), squares = shares.Sum(r => (double)r * r);
        Assert.InRange(sum, 7_500_000, 1_000_000 * (0.2 + (steps * 0.01)));
        Assert.True(sum * sum / (shares.Length * squares) > 0.99, string.Join(", ", shares));
        foreach (RawPeer peer in peers) peer.Dispose();
        await Task.WhenAll(readers);
    }

    /// <summary>Lets 50 ms pass; the payload sent so far.</summary>
    private static async Task<long> AdvanceAsync(SessionFixture fixture)
    {
        fixture.Clock.Advance(TimeSpan.FromMilliseconds(50));
        return (await fixture.Session.ReadStatusAsync()).PayloadBytes;
    }
}
