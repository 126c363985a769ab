using System.Numerics;
using EdgeSeed.Engine.Downloads;
using EdgeSeed.Engine.Metadata;
using EdgeSeed.Engine.Sessions.State;
using EdgeSeed.Engine.Sockets;
using EdgeSeed.Engine.SuperSeeding;
using EdgeSeed.Engine.Swarms;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Protocol.Wire;

namespace EdgeSeed.Engine.Peers.Reading;

/// <summary>
/// Takes what peers send. All share one receive buffer: between two calls a peer holds only the beginning of an unfinished message. A peer
/// is not
/// read from while its requests or answers have no room, so a flood stays in its own socket.
/// </summary>
internal sealed class PeerReader(
    SessionState state, PeerMemory memory, PeerTurns turns, PeerLifetime lifetime, HandshakeReader handshakes, MessageHandler messages, ExtensionHandler extensions,
    SuperSeeder superSeeder, DownloadLoop downloads, LayerLoop layers)
{
    /// <summary>Bytes received at once; small, because what a full queue leaves unread is kept for the peer.</summary>
    private const int ReceiveBytes = 4 * 1024;

    /// <summary>The same while memory for what is kept is short.</summary>
    private const int ReceiveBytesShort = 512;

    /// <summary>Room that one message may need in the outbox for its answer.</summary>
    private const int AnswerBytes = 96;

    private readonly byte[] _buffer = GC.AllocateUninitializedArray<byte>(
        ReceiveBytes * 2 + Math.Max(state.Options.MaxExtendedBytes, TorrentState.LongestPayload) + MessageWriter.ExtendedHeaderLength, pinned: true);

    /// <summary>Reads and handles messages until the socket is empty, the peer has to wait, or its turn is over.</summary>
    public void Run(PeerConnection peer)
    {
        int turn = peer.Fetch is null ? state.Options.ReceiveTurnBytes : state.Options.DownloadTurnBytes;
        while (peer.Stage != PeerStage.Closed && CanRead(peer))
        {
            int held = peer.Partial.Length;
            peer.Partial.CopyTo(_buffer.AsSpan());
            int received = 0;
            if (held == 0 && peer is { HasUnparsed: false, IsReadable: true, Fetch: { Incoming: not null } fetch } && turn > 0)
            {
                if (!TryReceiveBlock(peer, fetch, out received, ref turn)) break;
                if (peer.Stage == PeerStage.Closed) return;
            }
            else if (!peer.HasUnparsed)
            {
                if (!peer.IsReadable) break;
                if (turn <= 0)
                {
                    turns.QueueRead(peer);
                    break;
                }
                if (!TryReceive(peer, held, out received)) break;
                turn -= received;
                peer.Decrypt(_buffer.AsSpan(held, received));
            }
            peer.HasUnparsed = false;
            int total = held + received;
            int parsed = Parse(peer, _buffer.AsSpan(0, total));
            if (peer.Stage == PeerStage.Closed) return;
            if (!memory.HoldPartial(peer, _buffer.AsSpan(parsed, total - parsed))) lifetime.Close(peer, DisconnectReason.MemoryShort);
        }
        if (peer.Stage != PeerStage.Closed) turns.QueueSend(peer);
    }

    private bool CanRead(PeerConnection peer) =>
        (peer.Stage == PeerStage.Handshaking && peer.Encryption is not { CanContinue: false })
        || (peer.Introduction == IntroductionStage.Finished && peer.Outbox.HasRoom(AnswerBytes) && peer.Fetch is not { IsWaitingForBlock: true }
            && (peer.SupportsFast || !peer.Requests.IsFull) && peer.HasRoomAside(state.Options));

    private bool TryReceive(PeerConnection peer, int held, out int received)
    {
        int most = memory.HoldsLittle ? ReceiveBytesShort : ReceiveBytes;
        switch (peer.Socket.Receive(_buffer.AsSpan(held, most), out received))
        {
            case SocketOutcome.Done:
                // A short read means that the socket is empty, but after the peer's FIN only the final read tells so.
                if (received < most && !peer.HasHungUp) peer.IsReadable = false;
                peer.LastReceivedAt = state.Now;
                state.Counters.ReceivedBytes += received;
                // The kernel acknowledged it by a packet of its own. Who uploads to us is paid by nobody: its requests must not wait for that.
                if (peer is { Stage: PeerStage.Running, Fetch: null, IsAnswerPaid: false }) peer.Lane.Budget.ChargeAcknowledgement();
                peer.IsAnswerPaid = false;
                return true;
            case SocketOutcome.WouldBlock:
                peer.IsReadable = false;
                return false;
            case SocketOutcome.Interrupted:
                return true;
            default:
                lifetime.Close(peer, peer.Stage == PeerStage.Connecting ? DisconnectReason.ConnectFailed : DisconnectReason.PeerClosed);
                return false;
        }
    }

    /// <summary>Handles whole messages and returns the bytes they took.</summary>
    private int Parse(PeerConnection peer, Span<byte> received)
    {
        int at = 0;
        while (at < received.Length)
        {
            Span<byte> rest = received[at..];
            int taken = peer.SkipBytes > 0 ? Skip(peer, rest) : peer.Stage == PeerStage.Handshaking ? handshakes.Read(peer, rest) : ReadMessage(peer, rest);
            if (taken == 0 || peer.Stage == PeerStage.Closed) break;
            at += taken;
        }
        return at;
    }

    private int Skip(PeerConnection peer, ReadOnlySpan<byte> received)
    {
        int taken = Math.Min(peer.SkipBytes, received.Length);
        peer.SkipBytes -= taken;
        if (peer.Fetch is { } fetch) TakeFetched(peer, fetch, received[..taken]);
        if (!peer.IsSkippingBitfield || peer.Stage == PeerStage.Closed) return taken;
        if (peer.Torrent!.Metadata is not null) return taken;
        int place = Bitfield.ByteLength(peer.Torrent.Torrent.Layout.PieceCount) - peer.SkipBytes - taken;
        superSeeder.HasPieces(peer, place, received[..taken]);
        foreach (byte bits in received[..taken]) peer.PieceCount += BitOperations.PopCount(bits);
        if (peer.SkipBytes > 0) return taken;
        peer.PieceCount = superSeeder.SaidCount(peer, peer.PieceCount);
        lifetime.CloseIfBothSeeds(peer);
        if (peer.Stage != PeerStage.Closed) superSeeder.HasSpoken(peer);
        return taken;
    }

    private int ReadMessage(PeerConnection peer, ReadOnlySpan<byte> received)
    {
        if (!CanRead(peer))
        {
            peer.HasUnparsed = true;
            return 0;
        }
        ParseStatus status = MessageParser.TryRead(received, peer.Torrent!.Limits, out PeerMessage message, out int consumed);
        if (status == ParseStatus.Invalid) lifetime.Close(peer, DisconnectReason.ProtocolError);
        if (status != ParseStatus.Complete) return 0;
        if (message.Id == PeerMessageId.Piece && peer.Fetch is { } fetch && !downloads.TryTakePiece(peer, fetch, message))
        {
            peer.HasUnparsed = true;
            return 0;
        }
        if (peer.Stage == PeerStage.Closed) return 0;
        if (message.Id is PeerMessageId.Extended or PeerMessageId.HashRequest || IsHashesWanted(peer, message.Id))
        {
            // The only payloads that are needed whole.
            if (received.Length - consumed < message.PayloadLength) return 0;
            ReadOnlySpan<byte> payload = received.Slice(consumed, message.PayloadLength);
            if (message.Id == PeerMessageId.Extended) extensions.Handle(peer, message.ExtendedId, payload);
            else if (message.Id == PeerMessageId.HashRequest) messages.HandleHashRequest(peer, HashRequest.Read(payload));
            else if (LeafLoop.IsAsked(peer)) downloads.Leaves.Take(peer, message.Id == PeerMessageId.HashReject, payload);
            else layers.Take(peer, peer.Torrent.Layers!, message.Id == PeerMessageId.HashReject, payload);
            return consumed + message.PayloadLength;
        }
        if (message.PayloadLength > 0)
        {
            peer.SkipBytes = message.PayloadLength;
            peer.IsSkippingBitfield = message.Id == PeerMessageId.Bitfield;
            peer.IsSkippingBlock = message.Id == PeerMessageId.Piece;
        }
        if (peer.Fetch is { } wanting) downloads.Take(peer, wanting, message);
        messages.Handle(peer, message);
        return consumed;
    }

    private static bool IsHashesWanted(PeerConnection peer, PeerMessageId id) =>
        id is PeerMessageId.Hashes or PeerMessageId.HashReject && (LeafLoop.IsAsked(peer) || peer.Torrent!.Layers is { IsOver: false });

    /// <summary>
    /// Receives the rest of a block where it is to lie, and behind it no more than the next block's header, so that of a run of blocks
    /// nothing is copied twice.
    /// </summary>
    /// <param name="peer">Has a block coming in.</param>
    /// <param name="fetch">The same.</param>
    /// <param name="behind">Bytes behind the block, in the front of the receive buffer.</param>
    /// <param name="turn">What the peer may still be received from in this turn.</param>
    private bool TryReceiveBlock(PeerConnection peer, PeerFetch fetch, out int behind, ref int turn)
    {
        Span<byte> rest = fetch.Incoming!.Rest, next = _buffer.AsSpan(0, MessageWriter.PieceHeaderLength);
        behind = 0;
        switch (peer.Socket.Receive(rest, next, out int received))
        {
            case SocketOutcome.Done:
                break;
            case SocketOutcome.WouldBlock:
                peer.IsReadable = false;
                return false;
            case SocketOutcome.Interrupted:
                return true;
            default:
                lifetime.Close(peer, DisconnectReason.PeerClosed);
                return false;
        }
        if (received < rest.Length + next.Length && !peer.HasHungUp) peer.IsReadable = false;
        peer.LastReceivedAt = state.Now;
        state.Counters.ReceivedBytes += received;
        turn -= received;
        int inBlock = Math.Min(received, rest.Length);
        behind = received - inBlock;
        peer.Decrypt(rest[..inBlock]);
        peer.Decrypt(next[..behind]);
        peer.SkipBytes -= inBlock;
        downloads.TakeBytes(peer, fetch, inBlock);
        return true;
    }

    /// <summary>Takes payload that was received together with other messages.</summary>
    private void TakeFetched(PeerConnection peer, PeerFetch fetch, ReadOnlySpan<byte> payload)
    {
        if (peer.IsSkippingBitfield)
        {
            downloads.TakeBits(peer, fetch, payload, isLast: peer.SkipBytes == 0);
            return;
        }
        if (!peer.IsSkippingBlock) return;
        if (fetch.Incoming is { } block) payload.CopyTo(block.Rest);
        downloads.TakeBytes(peer, fetch, payload.Length);
    }
}
