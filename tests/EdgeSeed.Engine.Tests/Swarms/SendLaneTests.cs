using EdgeSeed.Engine.Budget;
using EdgeSeed.Engine.Sockets;
using EdgeSeed.Engine.Swarms;
using EdgeSeed.Engine.Tests.Simulation;
using EdgeSeed.Protocol;

namespace EdgeSeed.Engine.Tests.Swarms;

public class SendLaneTests
{
    private readonly EngineOptions _options = new();
    private readonly ManualClock _clock = new();

    [Fact]
    public void Turns_are_shorter_where_many_are_served_and_for_who_was_sent_more_than_others_lately()
    {
        (SendLane lane, PeerConnection[] peers) = Serve(UploadBudget.Unlimited, 1_000);
        int equal = lane.TurnBytes(peers[1], _options);
        Assert.InRange(equal, 128 * 1024, 512 * 1024);
        foreach (PeerConnection peer in peers) peer.RecentBytes = 1_000_000;
        peers[0].RecentBytes = 50_000_000;
        peers[^1].RecentBytes = 0;
        Second(lane, peers);
        Assert.InRange(lane.TurnBytes(peers[1], _options), equal * 9 / 10, equal * 11 / 10);
        Assert.InRange(lane.TurnBytes(peers[0], _options), 64 * 1024, equal / 4);
        Assert.Equal(2 * equal, lane.TurnBytes(peers[^1], _options), tolerance: 2);
        // What was sent a minute ago is forgotten.
        for (int second = 0; second < 60; second++)
        {
            foreach (PeerConnection peer in peers) peer.RecentBytes += 100_000;
            Second(lane, peers);
        }
        Assert.InRange(lane.TurnBytes(peers[0], _options), equal * 9 / 10, equal * 11 / 10);
    }

    [Fact]
    public void Few_have_long_turns_and_on_a_limited_line_all_have_a_block()
    {
        (SendLane lane, PeerConnection[] peers) = Serve(UploadBudget.Unlimited, 20);
        peers[0].RecentBytes = 50_000_000;
        Second(lane, peers);
        Assert.All(peers, peer => Assert.Equal(_options.TurnBytes, lane.TurnBytes(peer, _options)));
        (lane, peers) = Serve(100_000, 20);
        Assert.All(peers, peer => Assert.Equal(_options.LimitedTurnBytes, lane.TurnBytes(peer, _options)));
    }

    private static void Second(SendLane lane, PeerConnection[] peers)
    {
        foreach (PeerConnection peer in peers) lane.Forget(peer);
        lane.EndSecond();
    }

    private (SendLane, PeerConnection[]) Serve(long bytesPerSecond, int count)
    {
        var budget = new UploadBudget(bytesPerSecond, _clock);
        var lane = new SendLane(budget, budget.Open()!);
        var peers = new PeerConnection[count];
        for (int i = 0; i < count; i++)
        {
            peers[i] = new PeerConnection(i, new PeerSocket(-1), PeerEndPoint.FromIPv4(0x0B000000 + (uint)i, 6881), lane, _options) { ShouldChoke = false };
            lane.CountSlot(peers[i].Block, 1);
        }
        return (lane, peers);
    }
}
