using EdgeSeed.Engine.Sessions;
using EdgeSeed.Engine.Sockets;
using EdgeSeed.Protocol.Encryption;

namespace EdgeSeed.Engine.Peers;

/// <summary>
/// Sends to one peer for one turn: budget, then data, then socket. Data comes straight from the page cache (<c>sendfile</c>), or through a
/// buffer
/// of the pool that a drive's thread fills. A peer that must wait for the budget or its socket holds requests, not data.
/// </summary>
internal sealed partial class PeerWriteLoop(SessionContext context)
{
    private const int EncryptedChunkBytes = 16 * 1024;

    private readonly byte[] _plain = GC.AllocateUninitializedArray<byte>(EncryptedChunkBytes, pinned: true);
    private readonly byte[] _encrypted = GC.AllocateUninitializedArray<byte>(EncryptedChunkBytes, pinned: true);
    private readonly byte[] _scratch = GC.AllocateUninitializedArray<byte>(2048, pinned: true);

    /// <summary>Sends until the turn is spent, nothing is left, or something has to be waited for.</summary>
    public TurnOutcome Run(PeerConnection peer)
    {
        int quantum = context.Budget.IsUnlimited ? context.Options.TurnBytes : context.Options.LimitedTurnBytes;
        // A block cut short by the budget is finished on the old account; who has overdrawn by a large block lets the others go first.
        if (peer.Deficit <= 0 && !peer.Item.Exists) peer.Deficit += quantum;
        while (true)
        {
            if (peer.Stage == PeerStage.Closed) return TurnOutcome.Closed;
            if (!peer.IsWritable) return TurnOutcome.SocketFull;
            if (peer.Deficit <= 0 && !peer.Item.Exists) return peer.HasWork ? TurnOutcome.More : TurnOutcome.Idle;
            TurnOutcome outcome;
            if (peer.Item.Exists) outcome = SendItem(peer);
            else if (!peer.Outbox.IsEmpty) outcome = SendOutbox(peer);
            else outcome = Prepare(peer) ? TurnOutcome.More : TurnOutcome.Idle;
            if (outcome != TurnOutcome.More) return outcome;
        }
    }

    private TurnOutcome SendOutbox(PeerConnection peer)
    {
        ReadOnlySpan<byte> waiting = peer.Outbox.Waiting;
        int granted = context.Budget.TryTake(context.Share, waiting.Length, peer.SegmentPayload);
        if (granted == 0) return TurnOutcome.BudgetEmpty;
        int sent;
        SocketOutcome outcome;
        if (peer.RawOutboxBytes > 0)
        {
            outcome = peer.Socket.Send(waiting[..Math.Min(granted, peer.RawOutboxBytes)], isMoreComing: false, out sent);
            peer.RawOutboxBytes -= sent;
        }
        else
        {
            outcome = Transmit(peer, waiting[..granted], isMoreComing: false, out sent);
        }
        peer.Outbox.Consume(sent);
        if (peer.IsReadable || peer.HasUnparsed) context.QueueRead(peer);
        return Account(peer, outcome, granted, sent);
    }

    /// <summary>
    /// Sends from memory, encrypted where the connection is. Nothing encrypted is kept for later: when the socket takes only a part, the
    /// cipher goes
    /// back to where that part ended.
    /// </summary>
    /// <param name="peer">To whom.</param>
    /// <param name="bytes">
    /// The plain bytes; an encrypted connection takes at most <see cref="EncryptedChunkBytes"/> of them at once.
    /// </param>
    /// <param name="isMoreComing">Keeps a last short packet back for what follows.</param>
    /// <param name="sent">Bytes taken.</param>
    private SocketOutcome Transmit(PeerConnection peer, ReadOnlySpan<byte> bytes, bool isMoreComing, out int sent)
    {
        if (peer.Cipher is not { IsOutgoingEncrypted: true } cipher) return peer.Socket.Send(bytes, isMoreComing, out sent);
        Rc4 before = cipher.Outgoing;
        Span<byte> encrypted = _encrypted.AsSpan(0, Math.Min(bytes.Length, EncryptedChunkBytes));
        cipher.Outgoing.Apply(bytes[..encrypted.Length], encrypted);
        SocketOutcome outcome = peer.Socket.Send(encrypted, isMoreComing, out sent);
        if (sent == encrypted.Length) return outcome;
        cipher.Outgoing = before;
        cipher.Outgoing.Skip(sent);
        return outcome;
    }

    /// <summary>Books what the socket took and gives the rest of the grant back.</summary>
    private TurnOutcome Account(PeerConnection peer, SocketOutcome outcome, int granted, int sent)
    {
        if (sent < granted) context.Budget.Refund(context.Share, granted - sent, peer.SegmentPayload);
        peer.Deficit -= sent;
        if (sent > 0) peer.LastSentAt = context.Now;
        switch (outcome)
        {
            case SocketOutcome.Done:
            case SocketOutcome.Interrupted:
                return TurnOutcome.More;
            case SocketOutcome.WouldBlock:
                peer.IsWritable = false;
                return TurnOutcome.SocketFull;
            default:
                context.Close(peer, outcome == SocketOutcome.Closed ? DisconnectReason.PeerClosed : DisconnectReason.ReadFailed);
                return TurnOutcome.Closed;
        }
    }
}
