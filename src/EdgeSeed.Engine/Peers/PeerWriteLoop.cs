using EdgeSeed.Engine.Sessions;
using EdgeSeed.Engine.Sockets;

namespace EdgeSeed.Engine.Peers;

/// <summary>
/// Sends to one peer for one turn: budget, then data, then socket. Data comes from the page cache, or through a buffer of the pool that a drive's
/// thread fills. A peer that must wait for the budget or its socket holds requests, not data.
/// </summary>
internal sealed partial class PeerWriteLoop(SessionContext context)
{
    private readonly byte[] _scratch = GC.AllocateUninitializedArray<byte>(2048, pinned: true);

    /// <summary>The file that the current turn sends from.</summary>
    private TurnLease _lease;

    /// <summary>Sends until the turn is spent, nothing is left, or something has to be waited for.</summary>
    public TurnOutcome Run(PeerConnection peer)
    {
        TurnOutcome outcome = Turn(peer);
        _lease.Dispose();
        if (outcome != TurnOutcome.BudgetEmpty) context.Buffers.EndTurn(peer, isIdle: outcome == TurnOutcome.Idle);
        return outcome;
    }

    private TurnOutcome Turn(PeerConnection peer)
    {
        // It was given a turn while it had one, and waits for a drive since.
        if (peer.IsReading || peer.IsWaitingForBuffer || peer.IsWaitingForWindow) return TurnOutcome.Reading;
        int quantum = peer.Lane.Budget.IsUnlimited ? context.Options.TurnBytes : context.Options.LimitedTurnBytes;
        // A block cut short by the budget is finished on the old account; who has overdrawn by a large block lets the others go first.
        if (peer.Deficit <= 0 && !peer.Item.Exists) peer.Deficit += quantum;
        // What is left of a turn without a limit is no turn with one: the others would wait for all of it.
        peer.Deficit = Math.Min(peer.Deficit, quantum);
        while (true)
        {
            if (peer.Stage == PeerStage.Closed) return TurnOutcome.Closed;
            if (!peer.IsWritable) return TurnOutcome.SocketFull;
            if (peer.Deficit <= 0 && !peer.Item.Exists) return peer.HasWork ? TurnOutcome.More : TurnOutcome.Idle;
            TurnOutcome outcome;
            if (peer.Item.Exists) outcome = SendItem(peer);
            else if (IsIntroducing(peer) && Introduce(peer)) outcome = TurnOutcome.More;
            else if (!peer.Outbox.IsEmpty) outcome = SendOutbox(peer);
            else outcome = Prepare(peer) ? TurnOutcome.More : TurnOutcome.Idle;
            if (outcome != TurnOutcome.More) return outcome;
        }
    }

    private TurnOutcome SendOutbox(PeerConnection peer)
    {
        if (peer.Encryption is { } encryption) return SendEncryptedOutbox(peer, encryption);
        ReadOnlySpan<byte> waiting = peer.Outbox.Waiting;
        int granted = peer.Lane.Budget.TryTake(peer.Lane.Share, waiting.Length, peer.SegmentPayload, isData: false);
        if (granted == 0) return TurnOutcome.BudgetEmpty;
        SocketOutcome outcome = peer.Socket.Send(waiting[..granted], out int sent);
        peer.Outbox.Consume(sent);
        if (peer.IsReadable || peer.HasUnparsed) context.Turns.QueueRead(peer);
        return Account(peer, outcome, granted, sent);
    }

    /// <summary>Books what the socket took and gives the rest of the grant back.</summary>
    private TurnOutcome Account(PeerConnection peer, SocketOutcome outcome, int granted, int sent)
    {
        if (sent < granted) peer.Lane.Budget.Refund(peer.Lane.Share, granted - sent, peer.SegmentPayload);
        peer.Deficit -= sent;
        if (sent > 0) peer.LastSentAt = context.Now;
        switch (outcome)
        {
            case SocketOutcome.Done:
            case SocketOutcome.Interrupted:
                return TurnOutcome.More;
            case SocketOutcome.WouldBlock:
                peer.IsWritable = false;
                // Who waits for a buffer must not wait for this peer to read; its data is read again when its turn comes.
                if (context.Buffers.IsShort) context.Buffers.Release(peer);
                return TurnOutcome.SocketFull;
            default:
                context.Lifetime.Close(peer, DisconnectReason.PeerClosed);
                return TurnOutcome.Closed;
        }
    }
}
