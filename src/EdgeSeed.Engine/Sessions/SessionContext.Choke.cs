using EdgeSeed.Engine.Peers;
using EdgeSeed.Engine.Torrents;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Protocol.Wire;

namespace EdgeSeed.Engine.Sessions;

internal sealed partial class SessionContext
{
    /// <summary>Decides anew whether a peer's requests are served; the peer is told when it is next sent something.</summary>
    public static void Choke(PeerConnection peer) => peer.ShouldChoke = !peer.IsInterested || peer.Torrent is not { IsPaused: false };

    /// <summary>The same for every peer of a torrent, whose state has changed.</summary>
    public void ChokeAll(TorrentState torrent)
    {
        for (int slot = 0; slot < Peers.SlotCount; slot++)
        {
            if (Peers[slot] is not { } peer || !ReferenceEquals(peer.Torrent, torrent)) continue;
            Choke(peer);
            QueueSend(peer);
        }
    }

    /// <summary>Refuses a request: says so to a peer that knows BEP 6, and stays silent to others, which ask again after the next unchoke.</summary>
    public void Reject(PeerConnection peer, in BlockRequest block)
    {
        Counters.RejectedRequests++;
        if (!peer.SupportsFast || !peer.Outbox.HasRoom(MessageWriter.BlockLength)) return;
        MessageWriter.WriteBlock(
            peer.Outbox.Append(MessageWriter.BlockLength), PeerMessageId.Reject, (uint)block.Piece.Value, (uint)block.Begin, (uint)block.Length);
    }
}
