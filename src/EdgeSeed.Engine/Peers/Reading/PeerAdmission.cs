using EdgeSeed.Engine.Connections;
using EdgeSeed.Engine.Sessions.State;
using EdgeSeed.Engine.Swarms;
using EdgeSeed.Protocol;

namespace EdgeSeed.Engine.Peers.Reading;

/// <summary>Whether a peer finds the torrent it asks for, and, once it has said who it is, a place.</summary>
internal sealed class PeerAdmission(
    SessionState state, SessionIdentity identity, TorrentTable torrents, PeerTable peers, PeerLifetime lifetime, ConnectionLimiter limiter, PeerBans bans)
{
    /// <summary>Finds the torrent that the peer asks for, by whichever name; an outgoing connection must get the one it asked for.</summary>
    public bool TryJoin(PeerConnection peer, InfoHash infoHash)
    {
        bool isThere = torrents.TryGetValue(infoHash, out TorrentState? torrent);
        if (peer.Torrent is null && isThere && torrent!.Removal is null)
        {
            peer.Torrent = torrent;
            peer.Introduction = IntroductionStage.Handshake;
        }
        if (isThere && ReferenceEquals(peer.Torrent, torrent))
        {
            peer.UsesSecondName |= torrent!.Torrent.InfoHash != infoHash;
            return true;
        }
        lifetime.Close(peer, DisconnectReason.UnknownTorrent);
        return false;
    }

    /// <summary>
    /// Whether a peer that has said who it is may stay: a newer connection from the same address replaces the older one, which is often
    /// dead.
    /// </summary>
    public DisconnectReason? Admit(PeerConnection peer, PeerId peerId)
    {
        if (peerId == identity.PeerId) return DisconnectReason.Self;
        if (bans.Contains(peer.EndPoint)) return DisconnectReason.BadData;
        for (int slot = 0; slot < peers.SlotCount; slot++)
        {
            if (peers[slot] is not { Stage: PeerStage.Running } other || other.PeerId != peerId) continue;
            if (!ReferenceEquals(other.Torrent, peer.Torrent)) continue;
            if (other.EndPoint.WithPort(0) != peer.EndPoint.WithPort(0)) return DisconnectReason.Duplicate;
            // Both sides connected at once: both keep the connection that the one with the lower id made.
            bool isOursKept = identity.PeerId.Span.SequenceCompareTo(peerId.Span) < 0;
            if (other.IsOutgoing != peer.IsOutgoing && peer.IsOutgoing != isOursKept) return DisconnectReason.Duplicate;
            lifetime.Close(other, DisconnectReason.Duplicate);
            return null;
        }
        bool isTorrentFull = peer.Torrent!.Peers >= state.Options.MaxPeersTorrent;
        if (isTorrentFull && !limiter.TryEvict(peer.Block, peer.Torrent)) return DisconnectReason.TooManyPeers;
        return limiter.HasPlace || limiter.TryEvict(peer.Block) ? null : DisconnectReason.TooManyPeers;
    }
}
