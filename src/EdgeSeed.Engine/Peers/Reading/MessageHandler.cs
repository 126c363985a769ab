using EdgeSeed.Engine.Choking;
using EdgeSeed.Engine.Sessions.State;
using EdgeSeed.Engine.SuperSeeding;
using EdgeSeed.Engine.Swarms;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Protocol.Wire;

namespace EdgeSeed.Engine.Peers.Reading;

/// <summary>What peers say, but for extended messages: what they have, want, and ask for.</summary>
internal sealed class MessageHandler(
    SessionState state, PeerMemory memory, PeerLifetime lifetime, Choker choker, RequestRefusal refusal, SuperSeeder superSeeder)
{
    /// <summary>Takes one message, whose payload, if it has any, comes later.</summary>
    public void Handle(PeerConnection peer, in PeerMessage message)
    {
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
                choker.Judge(peer);
                break;
            case PeerMessageId.NotInterested:
                peer.IsInterested = false;
                choker.Judge(peer);
                // Only now: who says twice that it has a piece would be taken for complete too soon.
                lifetime.CloseIfBothSeeds(peer);
                break;
            case PeerMessageId.Have:
                // How many pieces there are is not known yet.
                if (peer.Torrent!.Metadata is not null) break;
                if (!peer.Torrent.Torrent.Layout.TryPiece(message.Piece, out PieceIndex piece))
                {
                    lifetime.Close(peer, DisconnectReason.ProtocolError);
                    break;
                }
                superSeeder.HasPiece(peer, piece);
                if (!peer.IsInterested) lifetime.CloseIfBothSeeds(peer);
                break;
            case PeerMessageId.Bitfield:
                // Its bits are counted as they come.
                peer.PieceCount = 0;
                break;
            case PeerMessageId.HaveAll:
                peer.PieceCount = peer.Torrent!.Torrent.Layout.PieceCount;
                lifetime.CloseIfBothSeeds(peer);
                break;
            case PeerMessageId.HaveNone:
                peer.PieceCount = 0;
                superSeeder.HasSpoken(peer);
                break;
            case PeerMessageId.Port:
                if (!peer.Torrent!.Torrent.IsPrivate) state.Nodes.Name(peer.EndPoint.WithPort(message.DhtPort));
                break;
        }
    }

    /// <summary>Takes a question for hashes; the peer is not read from while its questions have no room (<see cref="PeerConnection.HasRoomAside"/>).</summary>
    public void HandleHashRequest(PeerConnection peer, in HashRequest request)
    {
        peer.HashRequests ??= new HashRequests();
        peer.HashRequests.Enqueue(request);
        memory.Book(peer);
    }

    private void HandleRequest(PeerConnection peer, in PeerMessage message)
    {
        TorrentState torrent = peer.Torrent!;
        if (!torrent.Torrent.Layout.TryBlock(message.Piece, message.Begin, message.Length, out BlockRequest block))
        {
            lifetime.Close(peer, DisconnectReason.BadRequest);
            return;
        }
        state.Counters.Requests++;
        bool isServed = !peer.IsChoked && !torrent.IsPaused && torrent.Verified[block.Piece] && superSeeder.WasTold(peer, block.Piece);
        int held = peer.Requests.HeldBytes;
        if (!isServed || !peer.Requests.TryEnqueue(block)) refusal.Reject(peer, block);
        if (peer.Requests.HeldBytes != held) memory.Book(peer);
    }

    private void HandleCancel(PeerConnection peer, in PeerMessage message)
    {
        // A cancelled request is answered all the same, by a reject (BEP 6).
        TorrentLayout layout = peer.Torrent!.Torrent.Layout;
        if (!layout.TryBlock(message.Piece, message.Begin, message.Length, out BlockRequest block)) return;
        if (peer.Requests.TryCancel(block)) refusal.Reject(peer, block);
    }
}
