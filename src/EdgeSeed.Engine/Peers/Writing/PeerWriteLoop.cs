using EdgeSeed.Engine.Disks;
using EdgeSeed.Engine.Sessions.State;
using EdgeSeed.Engine.Sockets;
using EdgeSeed.Engine.SuperSeeding;
using EdgeSeed.Engine.Swarms;
using EdgeSeed.Protocol.Wire;

namespace EdgeSeed.Engine.Peers.Writing;

/// <summary>
/// Sends to one peer for one turn: budget, then data, then socket. Data comes from the page cache, or through a buffer of the pool that a drive's
/// thread fills. A peer that must wait for the budget or its socket holds requests, not data.
/// </summary>
internal sealed partial class PeerWriteLoop(
    SessionState state, PeerTurns turns, PeerLifetime lifetime, PeerBuffers buffers, ReadAhead readAhead, SuperSeeder superSeeder, PeerIntroduction introduction,
    NextMessage messages, MessageData content)
{
    /// <summary>Bytes sent by one call at most: four blocks of 16 KiB, a full packet of a fast line. Twice as many no longer fit the nearest cache and take a third more time.</summary>
    private const int SendBytes = MaxGathered * (16 * 1024 + MessageWriter.PieceHeaderLength);

    /// <summary>Messages sent by one call at most.</summary>
    private const int MaxGathered = 4;

    /// <summary>What is sent next, for whichever peer has its turn; made for the first block. What a socket does not take is forgotten, so no peer holds data.</summary>
    private byte[] _bytes = [];

    /// <summary>Sends until the turn is spent, nothing is left, or something has to be waited for.</summary>
    /// <param name="peer">Whose turn it is.</param>
    /// <param name="isForMessages">Once the protocol messages that are due are said, the turn is over.</param>
    public TurnOutcome Run(PeerConnection peer, bool isForMessages)
    {
        TurnOutcome outcome = Turn(peer, isForMessages);
        content.EndTurn();
        if (outcome != TurnOutcome.BudgetEmpty) buffers.EndTurn(peer, isIdle: outcome == TurnOutcome.Idle);
        return outcome;
    }

    private TurnOutcome Turn(PeerConnection peer, bool isForMessages)
    {
        // It was given a turn while it had one, and waits for a drive since.
        if (peer.IsReading || peer.IsWaitingForBuffer || peer.IsWaitingForWindow) return TurnOutcome.Reading;
        int quantum = peer.Lane.TurnBytes(peer, state.Options);
        // A block cut short by the budget is finished on the old account; who has overdrawn by a large block lets the others go first.
        if (peer.Deficit <= 0 && !peer.Item.Exists) peer.Deficit += quantum;
        // What is left of a turn without a limit is no turn with one: the others would wait for all of it.
        peer.Deficit = Math.Min(peer.Deficit, quantum);
        while (true)
        {
            if (peer.Stage == PeerStage.Closed) return TurnOutcome.Closed;
            if (!peer.IsWritable) return TurnOutcome.SocketFull;
            if ((peer.Deficit <= 0 || (isForMessages && !peer.HasControlWork)) && !peer.Item.Exists) return peer.HasWork ? TurnOutcome.More : TurnOutcome.Idle;
            TurnOutcome outcome;
            if (peer.Item.Exists) outcome = SendItem(peer);
            else if (PeerIntroduction.HasMore(peer) && introduction.Introduce(peer)) outcome = TurnOutcome.More;
            else if (!peer.Outbox.IsEmpty) outcome = SendOutbox(peer);
            else outcome = Prepare(peer) ? TurnOutcome.More : TurnOutcome.Idle;
            if (outcome != TurnOutcome.More) return outcome;
        }
    }

    private bool Prepare(PeerConnection peer) =>
        peer.Introduction == IntroductionStage.Finished ? messages.Prepare(peer) : introduction.Introduce(peer);

    private TurnOutcome SendOutbox(PeerConnection peer)
    {
        if (peer.Encryption is { } encryption) return SendEncryptedOutbox(peer, encryption);
        ReadOnlySpan<byte> waiting = peer.Outbox.Waiting;
        int granted = peer.Lane.Budget.TryTake(peer.Lane.Share, waiting.Length, peer.SegmentPayload, isData: false);
        if (granted == 0) return TurnOutcome.BudgetEmpty;
        SocketOutcome outcome = peer.Socket.Send(waiting[..granted], out int sent);
        peer.Outbox.Consume(sent);
        if (peer.IsReadable || peer.HasUnparsed) turns.QueueRead(peer);
        return Account(peer, outcome, granted, sent);
    }

    /// <summary>Books what the socket took and gives the rest of the grant back.</summary>
    private TurnOutcome Account(PeerConnection peer, SocketOutcome outcome, int granted, int sent)
    {
        if (sent < granted) peer.Lane.Budget.Refund(peer.Lane.Share, granted, sent, peer.SegmentPayload);
        peer.Deficit -= sent;
        peer.RecentBytes += sent;
        peer.Lane.Ring.Sent(peer, sent);
        if (sent > 0) peer.LastSentAt = state.Now;
        switch (outcome)
        {
            case SocketOutcome.Done:
            case SocketOutcome.Interrupted:
                return TurnOutcome.More;
            case SocketOutcome.WouldBlock:
                peer.IsWritable = false;
                // Who waits for a buffer must not wait for this peer to read; its data is read again when its turn comes.
                if (buffers.IsShort) buffers.Release(peer);
                return TurnOutcome.SocketFull;
            default:
                lifetime.Close(peer, DisconnectReason.PeerClosed);
                return TurnOutcome.Closed;
        }
    }
}
