using EdgeSeed.Engine.Budget;
using EdgeSeed.Engine.Needs;
using EdgeSeed.Engine.Sessions;
using EdgeSeed.Engine.Sessions.State;
using EdgeSeed.Engine.Swarms;
using Simulation.Peers;
using Simulation.Worlds;

namespace Simulation.Runs;

/// <summary>What must hold whenever the session rests, whatever happens around it.</summary>
internal sealed class Promises(World world, SeedSession session, List<Leecher> leechers, Tally tally)
{
    /// <summary>Books are added up so often; what must hold at each moment is looked at in each round.</summary>
    private const long AuditTicks = TimeSpan.TicksPerSecond;

    private long _nextAudit;
    private long _calmSince;

    private SessionLoop Loop => session.Loop;

    /// <summary>Says what the budget is from now on.</summary>
    public void LimitWorld(long bytesPerSecond) =>
        world.Network.World.Limit(bytesPerSecond == UploadBudget.Unlimited ? double.PositiveInfinity : Math.Max(bytesPerSecond, UploadBudget.MinimumBytesPerSecond));

    /// <summary>Something has happened for which the session needs time: who waits is served, but later.</summary>
    public void Trouble() => _calmSince = world.Now;

    /// <summary>Looks at the session between two rounds.</summary>
    public void Check()
    {
        if (world.Network.World.Fullest > 1 + UploadBudget.WindowHeadroom) throw Broken($"a second held {world.Network.World.Fullest:P2} of the budget");
        if (Loop.Peers.Memory.HeldBytes > Loop.State.Options.MaxPeerBytes) throw Broken($"connections hold {Loop.Peers.Memory.HeldBytes} bytes of {Loop.State.Options.MaxPeerBytes}");
        if (Loop.Peers.Memory.PartialBytes > Loop.State.Options.MaxPartialBytes) throw Broken($"unfinished messages hold {Loop.Peers.Memory.PartialBytes} bytes");
        if (Loop.Peers.Shares.InUse > Loop.State.Options.BufferCount) throw Broken($"{Loop.Peers.Shares.InUse} buffers are out");
        if (world.Now < _nextAudit) return;
        _nextAudit = world.Now + AuditTicks;
        AuditCounters();
        AuditMemory();
        foreach (Leecher leecher in leechers) AuditService(leecher);
    }

    /// <summary>What came of it all.</summary>
    public Outcome Outcome()
    {
        AuditCounters();
        return new Outcome(world.Trace, world.Network.Connections, tally.Blocks, leechers.Sum(leecher => leecher.Completions), world.Network.World.Fullest);
    }

    private void AuditCounters()
    {
        SessionCounters counters = Loop.State.Counters;
        long waiting = 0;
        for (int slot = 0; slot < Loop.Peers.Table.SlotCount; slot++) waiting += Loop.Peers.Table[slot]?.WaitingRequests ?? 0;
        long ends = counters.SentBlocks + counters.RejectedRequests + counters.ForgottenRequests + waiting;
        if (counters.Requests != ends) throw Broken($"of {counters.Requests} requests {ends} are accounted for");
        long gone = counters.Disconnects.Sum(), open = Loop.Peers.Table.Count;
        if (counters.AcceptedConnections + counters.OpenedConnections != gone + open) throw Broken($"of {counters.AcceptedConnections} connections {gone + open} are accounted for");
        if (counters.PayloadBytes != tally.PayloadBytes) throw Broken($"{counters.PayloadBytes} bytes of blocks are counted, {tally.PayloadBytes} were sent");
        if (counters.SentBlocks != tally.Blocks) throw Broken($"{counters.SentBlocks} blocks are counted, {tally.Blocks} were sent");
    }

    private void AuditMemory()
    {
        int held = 0, partial = 0, pending = 0;
        for (int slot = 0; slot < Loop.Peers.Table.SlotCount; slot++)
        {
            if (Loop.Peers.Table[slot] is not { } peer) continue;
            held += peer.BookedBytes;
            partial += peer.Partial.Length;
            if (peer.Stage != PeerStage.Running) pending++;
        }
        if (held != Loop.Peers.Memory.HeldBytes) throw Broken($"connections hold {held} bytes, and {Loop.Peers.Memory.HeldBytes} are in the books");
        if (partial != Loop.Peers.Memory.PartialBytes) throw Broken($"unfinished messages hold {partial} bytes, and {Loop.Peers.Memory.PartialBytes} are in the books");
        if (pending != Loop.Peers.Table.Pending) throw Broken($"{pending} handshakes are pending, and {Loop.Peers.Table.Pending} are counted");
    }

    private void AuditService(Leecher leecher)
    {
        if (leecher.Connection is not { Down.IsSilent: false, IsClosedHere: false } connection || !leecher.Torrent.Drive.IsWell || Loop.Peers.Lanes.World.Budget.IsPaused) return;
        bool isStarved = leecher.Habits.IsFast && connection.Tap.Asked.Count > 0 && connection.Down.IsWritable && leecher.Habits.ReadsBytesPerSecond == 0
            && world.Now - Math.Max(connection.Tap.ProgressAt, _calmSince) > LongestAnswer();
        if (isStarved) throw Broken($"connection {connection.Number} waits for {connection.Tap.Asked.Count} answers, longer than {LongestAnswer() / TimeSpan.TicksPerSecond} s ({Describe(connection)})");
        if (!leecher.Habits.IsHonest || leecher.InterestedSince == long.MaxValue || connection.Tap.Unchokes > 0) return;
        // A piece of an info dictionary under way may outlast a slot, of which its peer is told behind it.
        bool hadSlot = leecher.Habits.AsksMetadata && Find(connection) is { SlotSince: > 0 };
        bool isForgotten = !hadSlot && world.Now - Math.Max(leecher.InterestedSince, _calmSince) > LongestTurn() + LongestPause(leecher);
        if (isForgotten) throw Broken($"connection {connection.Number} was never unchoked ({Describe(connection)})");
    }

    /// <summary>In this time a peer that waits for an answer gets something: everybody before it has had a turn.</summary>
    private long LongestAnswer()
    {
        double rate = Math.Min(Loop.Peers.Lanes.World.Budget.BytesPerSecond, 1e9) * LeastPart;
        return (long)((60 + 2 * Loop.Peers.Table.Count * Loop.State.Options.BufferBytes / rate) * TimeSpan.TicksPerSecond);
    }

    /// <summary>The part of slots and bytes of those that count least: by need the floor's, four times that with what the others leave of theirs.</summary>
    private double LeastPart => Loop.State.Options.ByNeed ? 4 * Need.FloorPart : 1;

    /// <summary>
    /// In this time everybody who wants something has had a slot: those that wait come round, with as much again for those that come and go.
    /// </summary>
    private long LongestTurn()
    {
        int slots = Math.Max(1, Loop.Peers.Lanes.World.Slots(Loop.State.Options));
        int turns = (leechers.Count + slots - 1) / slots + 2;
        return (long)(2 * turns * Loop.State.Options.SlotTenure.Ticks / LeastPart);
    }

    /// <summary>A torrent whose data could not be read is tried again after a pause, which may have begun just before its drive was well again.</summary>
    private long LongestPause(Leecher leecher) =>
        Loop.Table.Find(leecher.Torrent.InfoHash) is { ReadErrors: > 0 } ? TorrentState.LongestPause(Loop.State.Options.ReadFailurePause).Ticks : 0;

    private PeerConnection? Find(Connection connection)
    {
        for (int slot = 0; slot < Loop.Peers.Table.SlotCount; slot++)
        {
            if (Loop.Peers.Table[slot] is { } peer && peer.EndPoint == connection.Peer) return peer;
        }
        return null;
    }

    /// <summary>How the session sees a connection.</summary>
    private string Describe(Connection connection)
    {
        if (Find(connection) is not { } peer) return "the session has it no more";
        return $"{peer.Stage}, choked {peer.IsChoked}, to be choked {peer.ShouldChoke}, {peer.Requests.Count} requests, sending {peer.Item.Exists}, in ring {peer.IsInRing}, "
            + $"writable {peer.IsWritable}, reading {peer.IsReading}, waits for buffer {peer.IsWaitingForBuffer}, for window {peer.IsWaitingForWindow}, "
            + $"{peer.Lane.SlotsTaken} of {peer.Lane.Slots(Loop.State.Options)} slots, {peer.Lane.Ring.Count} in ring, {peer.Lane.Budget.BytesPerSecond} B/s";
    }

    private BrokenPromiseException Broken(string how) =>
        new($"After {(world.Now - TimeSpan.TicksPerDay) / (double)TimeSpan.TicksPerSecond:F3} s: {how}.");
}
