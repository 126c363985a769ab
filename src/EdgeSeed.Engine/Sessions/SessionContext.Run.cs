using EdgeSeed.Engine.Budget;
using EdgeSeed.Engine.Peers.Writing;
using EdgeSeed.Engine.Sockets;
using EdgeSeed.Engine.Swarms;
using EdgeSeed.Linux;

namespace EdgeSeed.Engine.Sessions;

internal sealed partial class SessionContext
{
    private const int TickMilliseconds = 1000;
    private const int LimitedMilliseconds = 50;

    private long _nextTick;

    /// <summary>How long the loop may sleep: not at all while somebody has a turn due.</summary>
    public int NextWaitMilliseconds()
    {
        if (Turns.WaitingReads > 0 || Shares.CanLend) return 0;
        long wait = Math.Clamp(Math.Min(_nextTick, SuperSeeder.DrainsUntil) - Now, 0, Downloads.IsLimited ? LimitedMilliseconds : TickMilliseconds);
        return (int)Math.Min(WaitFor(Lanes.Lan, wait), WaitFor(Lanes.World, wait));
    }

    private static long WaitFor(SendLane lane, long wait)
    {
        if (lane.Ring.Count == 0) return wait;
        // Not 0 either while the budget owes another party its turn first.
        return lane.IsBudgetEmpty ? Math.Min(wait, Math.Max(1, (long)Math.Ceiling(lane.Budget.NextGrantDelay().TotalMilliseconds))) : 0;
    }

    /// <summary>Takes what the poll says about a peer's socket.</summary>
    public void Signal(PeerConnection peer, uint events)
    {
        try
        {
            Take(peer, events);
        }
        catch (Exception bug)
        {
            Fault(peer, bug);
        }
    }

    private void Take(PeerConnection peer, uint events)
    {
        if (peer.Stage == PeerStage.Connecting && !TryGreet(peer)) return;
        if ((events & (Libc.PeerClosedEvent | Libc.HangUpEvent | Libc.ErrorEvent)) != 0) peer.HasHungUp = true;
        if ((events & (Libc.ReadableEvent | Libc.PeerClosedEvent | Libc.HangUpEvent | Libc.ErrorEvent)) != 0) peer.IsReadable = true;
        if ((events & Libc.WritableEvent) != 0) HasRoom(peer);
        if (peer.IsReadable) Reader.Run(peer);
        else Turns.QueueSend(peer);
        // A socket that has failed is not read while its queues are full, and would never be looked at again.
        if ((events & Libc.ErrorEvent) != 0) Lifetime.Close(peer, DisconnectReason.PeerClosed);
    }

    /// <summary>A peer that has taken a block may have more of them queued than a newcomer.</summary>
    private void HasRoom(PeerConnection peer)
    {
        peer.IsWritable = true;
        if (peer.TakesBlocks || peer.UploadedBytes == 0) return;
        peer.TakesBlocks = true;
        peer.Socket.BoundUnsent(peer.Lane.UnsentBytes(Options));
    }

    /// <summary>Gives every peer that was stopped in the middle of receiving another turn.</summary>
    public void RunReads()
    {
        for (int round = Turns.WaitingReads; round > 0 && Turns.TryTakeRead(out PeerConnection? peer); round--)
        {
            if (peer.Stage == PeerStage.Closed) continue;
            try
            {
                Reader.Run(peer);
            }
            catch (Exception bug)
            {
                Fault(peer, bug);
            }
        }
    }

    /// <summary>Gives every peer that waits for a turn one at most, until its budget is empty or the round has sent its share.</summary>
    public void RunSends()
    {
        RunSends(Lanes.Lan);
        RunSends(Lanes.World);
    }

    private void RunSends(SendLane lane)
    {
        SendRing ring = lane.Ring;
        if (ring.Count == 0) return;
        lane.Share.Weight = ring.Count;
        lane.IsBudgetEmpty = false;
        long most = State.Counters.PayloadBytes + Options.RoundBytes;
        for (int round = ring.Count; round > 0 && State.Counters.PayloadBytes < most && ring.TryTake(out PeerConnection? peer); round--)
        {
            if (peer.Stage == PeerStage.Closed) continue;
            if (!ReferenceEquals(peer.Lane, lane))
            {
                Turns.QueueSend(peer);
                continue;
            }
            switch (Send(peer))
            {
                case TurnOutcome.More:
                    Turns.QueueSend(peer);
                    break;
                case TurnOutcome.BudgetEmpty:
                    lane.IsBudgetEmpty = true;
                    ring.Prepend(peer);
                    return;
            }
        }
        if (ring.Count == 0) lane.Share.Withdraw();
    }

    private TurnOutcome Send(PeerConnection peer)
    {
        try
        {
            return WriteLoop.Run(peer);
        }
        catch (Exception bug)
        {
            Fault(peer, bug);
            return TurnOutcome.Closed;
        }
    }

    /// <summary>Says hello on a connection that has come about, or ends one that has not.</summary>
    private bool TryGreet(PeerConnection peer)
    {
        Connector.Finish(peer);
        if (peer.Socket.PendingError != 0)
        {
            Lifetime.Close(peer, DisconnectReason.ConnectFailed);
            return false;
        }
        if (peer.Encryption is { } encryption) Encrypted.Begin(peer, encryption);
        else peer.Introduction = IntroductionStage.Handshake;
        return true;
    }

    /// <summary>Moves peers to the lane in which they are to be served by now.</summary>
    public void MovePeers()
    {
        for (int slot = 0; slot < Peers.SlotCount; slot++)
        {
            if (Peers[slot] is not { } peer) continue;
            SendLane lane = Lanes.For(peer.EndPoint);
            if (!ReferenceEquals(lane, peer.Lane)) Choker.Move(peer, lane);
        }
    }

    /// <summary>Takes waiting connections, a bounded number at once and in a second.</summary>
    public void Accept(PeerListener listener)
    {
        for (int i = 0; i < Options.AcceptsTurn; i++)
        {
            if (!Pace.HasLeft)
            {
                PauseListening(listener);
                return;
            }
            int error = listener.Accept(out int descriptor, out Protocol.PeerEndPoint endPoint);
            if (error is Errno.NoProcessDescriptors or Errno.NoSystemDescriptors) PauseListening(listener);
            if (error != 0) return;
            Pace.Spend();
            State.Counters.AcceptedConnections++;
            Lanes.Budgets.For(endPoint).Charge(PacketOverhead.ConnectionBytes);
            var socket = new PeerSocket(descriptor);
            if (Opener.Open(socket, endPoint) is null) socket.Close();
        }
    }
}
