using EdgeSeed.Engine.Peers;
using EdgeSeed.Engine.Swarms;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Protocol.Wire;

namespace EdgeSeed.Engine.Sessions;

/// <summary>Which pieces of a torrent are offered, when that changes while peers are connected.</summary>
internal sealed class OfferedPieces(PeerTable peers, PeerLifetime lifetime, PeerTurns turns)
{
    /// <summary>
    /// Replaces the pieces that are offered and tells peers of new ones; whoever cannot be told in one go has to connect anew.
    /// </summary>
    public void Replace(TorrentState torrent, Bitfield verified)
    {
        Bitfield before = torrent.Verified;
        torrent.Replace(verified);
        TakeBack(torrent);
        for (int next = 0; verified.TryNextSet(next, out PieceIndex piece); next = piece.Value + 1)
        {
            if (!before[piece]) Tell(torrent, piece);
        }
    }

    /// <summary>Blocks that wait to be sent, of pieces that are not offered any more, are requests again, and refused in their turn.</summary>
    private void TakeBack(TorrentState torrent)
    {
        for (int slot = 0; slot < peers.SlotCount; slot++)
        {
            if (peers[slot] is not { Item: { Exists: true, IsBlock: true, Sent: 0 } } peer || !ReferenceEquals(peer.Torrent, torrent)) continue;
            if (torrent.Verified[peer.Item.Block.Piece]) continue;
            peer.Requests.PutBack(peer.Item.Block);
            peer.Item.Source = null;
        }
    }

    private void Tell(TorrentState torrent, PieceIndex piece)
    {
        for (int slot = 0; slot < peers.SlotCount; slot++)
        {
            if (peers[slot] is not { Stage: PeerStage.Running } peer || !ReferenceEquals(peer.Torrent, torrent) || peer.IsSuperSeeded) continue;
            if (peer.Introduction != IntroductionStage.Finished || !peer.Outbox.HasRoom(MessageWriter.PieceIndexLength))
            {
                lifetime.Close(peer, DisconnectReason.GaveWay);
                continue;
            }
            MessageWriter.WritePieceIndex(peer.Outbox.Append(MessageWriter.PieceIndexLength), PeerMessageId.Have, (uint)piece.Value);
            turns.QueueSend(peer);
        }
    }
}
