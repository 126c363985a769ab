using EdgeSeed.Engine.Downloads;
using EdgeSeed.Engine.Torrents;
using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Protocol.Wire;

namespace EdgeSeed.Engine.Peers;

internal sealed partial class PeerWriteLoop
{
    /// <summary>The number under which peers send us metadata messages (BEP 9, BEP 10).</summary>
    public const byte MetadataId = 1;

    /// <summary>The number under which peers tell us of others (BEP 11).</summary>
    public const byte PexId = 2;

    /// <summary>The longest of the messages that we say first, but for a bitfield, which takes the room there is.</summary>
    private const int IntroductionBytes = 512;

    /// <summary>Our handshake for a torrent.</summary>
    public static Handshake Introduction(InfoHash infoHash, PeerId peerId) => new(Handshake.FastBit | Handshake.ExtensionBit, infoHash, peerId);

    /// <summary>Puts the next message into the outbox, or makes the next item.</summary>
    /// <returns>False when there is nothing to say.</returns>
    private bool Prepare(PeerConnection peer)
    {
        if (peer.Introduction != IntroductionStage.Finished) return Introduce(peer);
        if (peer.ShouldChoke != peer.IsChoked)
        {
            if (peer.IsChokedTooOften && !context.AsideTurns.TryTake(peer)) return false;
            TellChoke(peer);
            return true;
        }
        if (peer.Fetch is { } fetch && DownloadLoop.Tell(peer, fetch)) return true;
        if (peer.IsChoked && !peer.SupportsFast) ForgetWaiting(peer);
        if (peer.AsideCount > 0 && context.AsideTurns.TryTake(peer))
        {
            if (peer.MetadataRequests is { Count: > 0 } metadata) PrepareMetadata(peer, metadata.Dequeue());
            else context.Refusal.TellWaiting(peer);
            return true;
        }
        if (peer.IsChoked) return false;
        if (!peer.Requests.TryDequeue(out BlockRequest block)) return false;
        // Its piece may have been found bad since it was asked for.
        if (peer.Torrent!.Verified[block.Piece]) PrepareBlock(peer, block);
        else context.Refusal.Reject(peer, block);
        return true;
    }

    /// <summary>BEP 6: a choke refuses nothing by itself, each request is refused. Without BEP 6 the choke says it all.</summary>
    private void ForgetWaiting(PeerConnection peer)
    {
        context.State.Counters.ForgottenRequests += peer.Requests.Count;
        peer.Requests.Clear();
    }

    /// <summary>Whether what we say first, which goes out in one packet, has more to come and room for it.</summary>
    private static bool IsIntroducing(PeerConnection peer) => peer.Introduction != IntroductionStage.Finished && peer.Outbox.HasRoom(IntroductionBytes);

    private bool Introduce(PeerConnection peer)
    {
        switch (peer.Introduction)
        {
            case IntroductionStage.Handshake:
                Introduction(peer.Torrent!.Torrent.InfoHash, context.Identity.PeerId).Write(peer.Outbox.Append(Handshake.Length));
                peer.Introduction = IntroductionStage.Pieces;
                return true;
            case IntroductionStage.Pieces when peer.Stage == PeerStage.Running:
                TellPieces(peer);
                return true;
            case IntroductionStage.Extended:
                if (peer.SupportsExtensions) TellExtensions(peer);
                peer.Introduction = IntroductionStage.Finished;
                context.SuperSeeder.HasIntroduced(peer);
                context.Turns.QueueRead(peer);
                return true;
            default:
                return false;
        }
    }

    /// <summary>Have-all or have-none where the peer knows them (BEP 6), else the bitfield, a part at a time.</summary>
    private void TellPieces(PeerConnection peer)
    {
        TorrentState torrent = peer.Torrent!;
        if (peer.IsSuperSeeded)
        {
            if (peer.SupportsFast) MessageWriter.WriteState(peer.Outbox.Append(MessageWriter.StateLength), PeerMessageId.HaveNone);
            peer.Introduction = IntroductionStage.Extended;
            return;
        }
        if (peer.SupportsFast && peer.BitfieldSent == 0 && (torrent.IsComplete || torrent.VerifiedCount == 0))
        {
            MessageWriter.WriteState(peer.Outbox.Append(MessageWriter.StateLength), torrent.IsComplete ? PeerMessageId.HaveAll : PeerMessageId.HaveNone);
            peer.Introduction = IntroductionStage.Extended;
            return;
        }
        if (torrent.Metadata is not null)
        {
            peer.Introduction = IntroductionStage.Extended;
            return;
        }
        ReadOnlySpan<byte> bits = torrent.Verified.Span;
        if (peer.BitfieldSent == 0) MessageWriter.WriteBitfieldHeader(peer.Outbox.Append(MessageWriter.BitfieldHeaderLength), bits.Length);
        ReadOnlySpan<byte> part = bits[peer.BitfieldSent..];
        int most = context.Options.MaxOutboxBytes - peer.Outbox.Waiting.Length;
        if (part.Length > most) part = part[..most];
        part.CopyTo(peer.Outbox.Append(part.Length));
        peer.BitfieldSent += part.Length;
        if (peer.BitfieldSent == bits.Length) peer.Introduction = IntroductionStage.Extended;
    }

    private void TellExtensions(PeerConnection peer)
    {
        TorrentState torrent = peer.Torrent!;
        var handshake = new ExtendedHandshake
        {
            Extensions = ExtensionIds.None with
            {
                Metadata = torrent.InfoBytes > 0 || torrent.Metadata is not null ? MetadataId : ExtensionIds.NotSaid,
                Pex = context.Options.PeerExchange && !torrent.Torrent.IsPrivate ? PexId : ExtensionIds.NotSaid,
            },
            Client = context.Options.ClientName.Span,
            Port = context.Identity.ListenPort,
            RequestQueueLength = peer.Requests.Capacity,
            MetadataBytes = torrent.InfoBytes,
            YourAddress = peer.EndPoint,
            // Clients let a seed go that has nothing for them, which is what it looks like until it tells of a piece.
            UploadOnly = !peer.IsSuperSeeded ? torrent is { Metadata: null, Download: null or { IsFinished: true } } : null,
        };
        int length = handshake.Write(_scratch);
        Span<byte> message = peer.Outbox.Append(MessageWriter.ExtendedHeaderLength + length);
        MessageWriter.WriteExtendedHeader(message, 0, length);
        _scratch.AsSpan(0, length).CopyTo(message[MessageWriter.ExtendedHeaderLength..]);
    }

    private static void TellChoke(PeerConnection peer)
    {
        peer.IsChoked = peer.ShouldChoke;
        peer.ChokesTold++;
        MessageWriter.WriteState(peer.Outbox.Append(MessageWriter.StateLength), peer.IsChoked ? PeerMessageId.Choke : PeerMessageId.Unchoke);
        if (peer.IsChoked || peer.IsAnswerPaid || peer.Fetch is not null) return;
        peer.IsAnswerPaid = true;
        peer.Lane.Budget.Charge(Budget.PacketOverhead.SegmentBytes);
    }

    private static void PrepareMetadata(PeerConnection peer, int piece)
    {
        TorrentState torrent = peer.Torrent!;
        int data = MetadataMessage.PieceLength(torrent.InfoBytes, piece);
        if (data == 0)
        {
            RejectMetadata(peer, piece);
            return;
        }
        ref SendItem item = ref peer.Item;
        item = default;
        int header = new MetadataMessage(MetadataMessageKind.Data, piece, torrent.InfoBytes).WriteHeader(item.Header[MessageWriter.ExtendedHeaderLength..]);
        MessageWriter.WriteExtendedHeader(item.Header, (byte)peer.Extensions.Metadata, header + data);
        item.HeaderLength = MessageWriter.ExtendedHeaderLength + header;
        item.Offset = (long)piece * MetadataMessage.PieceBytes;
        item.DataLength = data;
        item.Source = torrent.Torrent.Info;
    }

    private static void RejectMetadata(PeerConnection peer, int piece)
    {
        const int longest = MessageWriter.ExtendedHeaderLength + MetadataMessage.MaxHeaderBytes;
        Span<byte> message = peer.Outbox.Append(longest);
        int length = new MetadataMessage(MetadataMessageKind.Reject, piece).WriteHeader(message[MessageWriter.ExtendedHeaderLength..]);
        MessageWriter.WriteExtendedHeader(message, (byte)peer.Extensions.Metadata, length);
        peer.Outbox.Trim(longest - MessageWriter.ExtendedHeaderLength - length);
    }

    private static void PrepareBlock(PeerConnection peer, in BlockRequest block)
    {
        ref SendItem item = ref peer.Item;
        MessageWriter.WritePieceHeader(item.Header, (uint)block.Piece.Value, (uint)block.Begin, block.Length);
        item.HeaderLength = MessageWriter.PieceHeaderLength;
        item.Sent = 0;
        item.Block = block;
        item.Offset = peer.Torrent!.Torrent.Layout.Offset(block);
        item.DataLength = block.Length;
        item.Source = peer.Torrent.Torrent.Content;
    }
}
