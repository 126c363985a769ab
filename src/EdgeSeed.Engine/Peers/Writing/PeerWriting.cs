using EdgeSeed.Engine.Choking;
using EdgeSeed.Engine.Disks;
using EdgeSeed.Engine.Sessions.State;
using EdgeSeed.Engine.SuperSeeding;
using EdgeSeed.Engine.Swarms;

namespace EdgeSeed.Engine.Peers.Writing;

/// <summary>What is sent to peers: round after round each that has something to be sent gets its turn, lane by lane.</summary>
internal sealed class PeerWriting
{
    private readonly SessionState _state;
    private readonly PeerSet _peers;
    private readonly PeerWriteLoop _loop;
    private readonly MessageData _content;
    private readonly Queue<PeerConnection> _held = new();
    private long _heldUntil = long.MaxValue;

    public PeerWriting(SessionState state, SessionIdentity identity, PeerSet peers, Choker choker, SuperSeeder superSeeder)
    {
        (_state, _peers) = (state, peers);
        var hashRefusal = new HashRefusal(state);
        Failures = new ReadFailures(state, peers.Lifetime, peers.Refusal, hashRefusal, choker);
        _content = new MessageData(state, peers.ReadAhead, peers.Drives, peers.Buffers, peers.Turns, Failures);
        _loop = new PeerWriteLoop(
            state, peers.Turns, peers.Lifetime, peers.Buffers, peers.ReadAhead, superSeeder, new PeerIntroduction(state, identity, peers.Turns, superSeeder),
            new NextMessage(state, peers.AsideTurns, peers.Refusal, hashRefusal), _content);
    }

    /// <summary>What follows where a drive gives nothing.</summary>
    public ReadFailures Failures { get; }

    /// <summary>How long the loop may sleep: not at all while somebody has a turn due.</summary>
    /// <param name="wait">How long it would otherwise: milliseconds.</param>
    public long NextWaitMilliseconds(long wait) =>
        WaitFor(_peers.Lanes.World, WaitFor(_peers.Lanes.Lan, Math.Min(wait, Math.Max(0, _heldUntil - _state.Now))));

    /// <summary>Gives every peer that waits for a turn one at most, until its budget is empty or the round has sent its share.</summary>
    public void Run()
    {
        if (_state.Now >= _heldUntil) ReleaseHeld();
        Run(_peers.Lanes.Lan);
        Run(_peers.Lanes.World);
    }

    /// <summary>Takes a read back that a drive has finished.</summary>
    public void CompleteRead(ReadJob job)
    {
        try
        {
            _content.CompleteRead(job);
        }
        catch (Exception bug)
        {
            _peers.Faults.End(job.Peer, bug);
        }
    }

    private static long WaitFor(SendLane lane, long wait)
    {
        if (lane.Ring.Count == 0) return wait;
        // Not 0 either while the budget owes another party its turn first.
        return lane.IsBudgetEmpty ? Math.Min(wait, Math.Max(1, (long)Math.Ceiling(lane.Budget.NextGrantDelay().TotalMilliseconds))) : 0;
    }

    private void Run(SendLane lane)
    {
        SendRing ring = lane.Ring;
        if (ring.Count == 0) return;
        lane.Share.Weight = ring.Count;
        long most = _state.Counters.PayloadBytes + _state.Options.RoundBytes;
        for (int round = ring.Count; round > 0 && _state.Counters.PayloadBytes < most && ring.TryTake(out PeerConnection? peer, out bool isForMessages); round--)
        {
            if (peer.Stage == PeerStage.Closed) continue;
            if (!ReferenceEquals(peer.Lane, lane))
            {
                _peers.Turns.QueueSend(peer);
                continue;
            }
            switch (Send(peer, isForMessages))
            {
                case TurnOutcome.More:
                    _peers.Turns.QueueSend(peer);
                    break;
                case TurnOutcome.CeilingReached:
                    Hold(peer);
                    break;
                case TurnOutcome.BudgetEmpty:
                    lane.IsBudgetEmpty = true;
                    ring.Prepend(peer);
                    return;
            }
        }
        lane.IsBudgetEmpty = false;
        if (ring.Count == 0) lane.Share.Withdraw();
    }

    private void Hold(PeerConnection peer)
    {
        if (!peer.IsHeld) _held.Enqueue(peer);
        peer.IsHeld = true;
        _heldUntil = Math.Min(_heldUntil, peer.Torrent!.Ceiling!.OpensAt(_state.Now));
    }

    private void ReleaseHeld()
    {
        _heldUntil = long.MaxValue;
        // Who was held first is first.
        for (int waiting = _held.Count; waiting > 0; waiting--)
        {
            PeerConnection peer = _held.Dequeue();
            long opens = peer.Stage == PeerStage.Closed ? 0 : peer.Torrent!.Ceiling?.OpensAt(_state.Now) ?? 0;
            if (opens > _state.Now)
            {
                _held.Enqueue(peer);
                _heldUntil = Math.Min(_heldUntil, opens);
                continue;
            }
            peer.IsHeld = false;
            if (peer.Stage != PeerStage.Closed) _peers.Turns.QueueSend(peer);
        }
    }

    private TurnOutcome Send(PeerConnection peer, bool isForMessages)
    {
        try
        {
            return _loop.Run(peer, isForMessages);
        }
        catch (Exception bug)
        {
            _peers.Faults.End(peer, bug);
            return TurnOutcome.Closed;
        }
    }
}
