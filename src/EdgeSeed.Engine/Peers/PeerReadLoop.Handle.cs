using EdgeSeed.Engine.Sessions;
using EdgeSeed.Engine.Torrents;
using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Protocol.Wire;

namespace EdgeSeed.Engine.Peers;

internal sealed partial class PeerReadLoop
{
    /// <summary>Peers that are named again before that are passed over; BEP 11 has a minute, and some clients a little less.</summary>
    private const long LeastPexMilliseconds = 30_000;

    private void Handle(PeerConnection peer, in PeerMessage message)
    {
        if (peer.Fetch is { } fetch) context.Downloads.Take(peer, fetch, message);
        switch (message.Id)
        {
            case PeerMessageId.Request:
                HandleRequest(peer, message);
                break;
            case PeerMessageId.Cancel:
                HandleCancel(peer, message);
                break;
            case PeerMessageId.Interested:
                peer.IsInterested = true;
                context.Choke(peer);
                break;
            case PeerMessageId.NotInterested:
                peer.IsInterested = false;
                context.Choke(peer);
                // Only now: who says twice that it has a piece would be taken for complete too soon.
                EndIfBothSeeds(peer);
                break;
            case PeerMessageId.Have:
                // How many pieces there are is not known yet.
                if (peer.Torrent!.Metadata is not null) break;
                if (!peer.Torrent.Torrent.Layout.TryPiece(message.Piece, out PieceIndex piece))
                {
                    context.Lifetime.Close(peer, DisconnectReason.ProtocolError);
                    break;
                }
                context.SuperSeeder.HasPiece(peer, piece);
                if (!peer.IsInterested) EndIfBothSeeds(peer);
                break;
            case PeerMessageId.Bitfield:
                // Its bits are counted as they come.
                peer.PieceCount = 0;
                break;
            case PeerMessageId.HaveAll:
                SetPieceCount(peer, peer.Torrent!.Torrent.Layout.PieceCount);
                break;
            case PeerMessageId.HaveNone:
                peer.PieceCount = 0;
                context.SuperSeeder.HasSpoken(peer);
                break;
        }
    }

    private void SetPieceCount(PeerConnection peer, int count)
    {
        peer.PieceCount = count;
        EndIfBothSeeds(peer);
    }

    private void EndIfBothSeeds(PeerConnection peer)
    {
        bool wantsNothing = peer.Torrent!.IsComplete || peer.Torrent.Download is { IsFinished: true };
        if (wantsNothing && (peer.IsSeed || peer.IsUploadOnly)) context.Lifetime.Close(peer, DisconnectReason.BothSeeds);
    }

    private void HandleRequest(PeerConnection peer, in PeerMessage message)
    {
        TorrentState torrent = peer.Torrent!;
        if (!torrent.Torrent.Layout.TryBlock(message.Piece, message.Begin, message.Length, out BlockRequest block))
        {
            context.Lifetime.Close(peer, DisconnectReason.BadRequest);
            return;
        }
        context.State.Counters.Requests++;
        bool isServed = !peer.IsChoked && !torrent.IsPaused && torrent.Verified[block.Piece] && context.SuperSeeder.WasTold(peer, block.Piece);
        int held = peer.Requests.HeldBytes;
        if (!isServed || !peer.Requests.TryEnqueue(block)) context.Reject(peer, block);
        if (peer.Requests.HeldBytes != held) context.Memory.Book(peer);
    }

    private void HandleCancel(PeerConnection peer, in PeerMessage message)
    {
        // A cancelled request is answered all the same, by a reject (BEP 6).
        TorrentLayout layout = peer.Torrent!.Torrent.Layout;
        if (!layout.TryBlock(message.Piece, message.Begin, message.Length, out BlockRequest block)) return;
        if (peer.Requests.TryCancel(block)) context.Reject(peer, block);
    }

    private void HandleExtended(PeerConnection peer, byte extendedId, ReadOnlySpan<byte> payload)
    {
        if (extendedId == 0)
        {
            if (ExtendedHandshake.TryParse(payload, out ExtendedHandshake said, out _)) TakeHandshake(peer, said);
            else context.Lifetime.Close(peer, DisconnectReason.ProtocolError);
        }
        else if (extendedId == PeerWriteLoop.MetadataId)
        {
            HandleMetadata(peer, payload);
        }
        else if (extendedId == PeerWriteLoop.PexId)
        {
            HandlePeers(peer, payload);
        }
    }

    /// <summary>
    /// Takes in the peers that a peer names (BEP 11), while they are of use, and not more often than it is to name some: nobody from farther away
    /// tells us whom to connect to on the networks here, and a seed needs no seeds.
    /// </summary>
    private void HandlePeers(PeerConnection peer, ReadOnlySpan<byte> payload)
    {
        TorrentState torrent = peer.Torrent!;
        bool isSoon = peer.HeardPeersAt > 0 && context.Now - peer.HeardPeersAt < LeastPexMilliseconds;
        if (isSoon || torrent.Torrent.IsPrivate || !PexMessage.TryParse(payload, out PexMessage message, out _)) return;
        peer.HeardPeersAt = Math.Max(context.Now, 1);
        Span<PexPeer> named = stackalloc PexPeer[PexMessage.MaxPeersWritten];
        Span<PeerEndPoint> found = stackalloc PeerEndPoint[PexMessage.MaxPeersWritten];
        AddressScope scope = AddressScopes.Of(peer.EndPoint);
        int count = 0;
        foreach (ref readonly PexPeer other in named[..message.CopyAdded(named)])
        {
            bool isUseless = !SessionContext.IsFetching(torrent) && (other.Flags & PexFlags.Seed) != 0;
            if (!isUseless && AddressScopes.Of(other.EndPoint) >= scope) found[count++] = other.EndPoint;
        }
        context.Offer(torrent, found[..count]);
    }

    private void TakeHandshake(PeerConnection peer, in ExtendedHandshake said)
    {
        peer.Extensions = peer.Extensions.ChangedBy(said.Extensions);
        SessionContext.TakeReach(peer, said);
        peer.Fetch?.BoundWindow(said.RequestQueueLength);
        if (said.YourAddress is { } seen) context.NoteOwnAddress(seen);
        if (peer.Torrent!.Metadata is { } fetch) context.Metadata.Offer(peer, fetch, said.MetadataBytes);
        if (said.UploadOnly is not { } isUploadOnly) return;
        peer.IsUploadOnly = isUploadOnly;
        EndIfBothSeeds(peer);
    }

    private void HandleMetadata(PeerConnection peer, ReadOnlySpan<byte> payload)
    {
        if (!MetadataMessage.TryParse(payload, out MetadataMessage message, out ReadOnlySpan<byte> data))
        {
            context.Lifetime.Close(peer, DisconnectReason.ProtocolError);
            return;
        }
        if (peer.Torrent!.Metadata is { } fetch && message.Kind is MetadataMessageKind.Data or MetadataMessageKind.Reject)
        {
            context.Metadata.Take(peer, fetch, message, data);
            return;
        }
        if (message.Kind != MetadataMessageKind.Request || peer.Extensions.Metadata <= 0) return;
        bool exists = MetadataMessage.PieceLength(peer.Torrent!.InfoBytes, message.Piece) > 0;
        Queue<int> waiting = peer.MetadataRequests ??= new Queue<int>();
        if (exists && waiting.Count < context.Options.MaxMetadataRequestsPeer) waiting.Enqueue(message.Piece);
        else RejectMetadata(peer, message.Piece);
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
