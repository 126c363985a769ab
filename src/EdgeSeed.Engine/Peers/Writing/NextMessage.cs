using EdgeSeed.Engine.Downloads;
using EdgeSeed.Engine.Sessions.State;
using EdgeSeed.Engine.Swarms;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Protocol.Wire;

namespace EdgeSeed.Engine.Peers.Writing;

/// <summary>What is said next to a peer that we have introduced ourselves to: choking first, then what a download asks, then answers.</summary>
internal sealed class NextMessage(SessionState state, AsideTurns asideTurns, RequestRefusal refusal, HashRefusal hashRefusal)
{
    /// <summary>Puts the next message into the outbox, or makes the next item.</summary>
    /// <returns>False when there is nothing to say.</returns>
    public bool Prepare(PeerConnection peer)
    {
        if (peer.ShouldChoke != peer.IsChoked)
        {
            if (peer.IsChokedTooOften && !asideTurns.TryTake(peer)) return false;
            TellChoke(peer);
            return true;
        }
        if (peer.Fetch is { } fetch && DownloadLoop.Tell(peer, fetch)) return true;
        if (peer.IsChoked && !peer.SupportsFast) ForgetWaiting(peer);
        if (peer.AsideCount > 0 && asideTurns.TryTake(peer))
        {
            if (peer.MetadataRequests is { Count: > 0 } metadata) PrepareMetadata(peer, metadata.Dequeue());
            else if (peer.HashRequests is { Count: > 0 } hashes) PrepareHashes(peer, hashes, hashes.Dequeue());
            else refusal.TellWaiting(peer);
            return true;
        }
        if (peer.IsChoked) return false;
        if (!peer.Requests.TryDequeue(out BlockRequest block)) return false;
        // Its piece may have been found bad since it was asked for.
        if (peer.Torrent!.Verified[block.Piece]) PrepareBlock(peer, block);
        else refusal.Reject(peer, block);
        return true;
    }

    public static void PrepareBlock(PeerConnection peer, in BlockRequest block)
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

    /// <summary>BEP 6: a choke refuses nothing by itself, each request is refused. Without BEP 6 the choke says it all.</summary>
    private void ForgetWaiting(PeerConnection peer)
    {
        state.Counters.ForgottenRequests += peer.Requests.Count;
        peer.Requests.Clear();
    }

    private void TellChoke(PeerConnection peer)
    {
        peer.IsChoked = peer.ShouldChoke;
        peer.ChokesTold++;
        if (peer.IsChoked) peer.ChokedAt = state.Now;
        else peer.UnchokedAt = state.Now;
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

    private void PrepareHashes(PeerConnection peer, HashRequests asked, in HashRequest request)
    {
        TorrentState torrent = peer.Torrent!;
        // Where a piece is no longer than a leaf, leaves are what the torrent lists.
        bool needsReading = request.BaseLayer == 0 && torrent.Torrent.Layout.PieceLength > TorrentLayout.BlockLength;
        bool isTold = request.IsPossible && !torrent.IsPaused && torrent.Torrent.Hashes is not null
            && (!needsReading || asked.TryTakeLeaves(peer.UploadedBytes, torrent.Torrent.Layout));
        if (!isTold)
        {
            hashRefusal.Reject(peer, request);
            return;
        }
        var answer = new HashAnswer(torrent.Torrent.Hashes!, request);
        peer.Item = new SendItem { Source = answer, DataLength = (int)answer.TotalLength };
    }

    private static void RejectMetadata(PeerConnection peer, int piece)
    {
        const int longest = MessageWriter.ExtendedHeaderLength + MetadataMessage.MaxHeaderBytes;
        Span<byte> message = peer.Outbox.Append(longest);
        int length = new MetadataMessage(MetadataMessageKind.Reject, piece).WriteHeader(message[MessageWriter.ExtendedHeaderLength..]);
        MessageWriter.WriteExtendedHeader(message, (byte)peer.Extensions.Metadata, length);
        peer.Outbox.Trim(longest - MessageWriter.ExtendedHeaderLength - length);
    }
}
