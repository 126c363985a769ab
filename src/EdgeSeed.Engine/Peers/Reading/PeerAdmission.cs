using EdgeSeed.Engine.Connections;
using EdgeSeed.Engine.Sessions.State;
using EdgeSeed.Engine.Swarms;
using EdgeSeed.Protocol;

namespace EdgeSeed.Engine.Peers.Reading;

/// <summary>Whether a peer finds the torrent it asks for, and, once it has said who it is, a place.</summary>
internal sealed class PeerAdmission(
    SessionState state, SessionIdentity identity, TorrentTable torrents, PeerTable peers, PeerLifetime lifetime, ConnectionLimiter limiter, PeerBans bans)
{
    private const long LowerDoubleMilliseconds = 5_000;
    private const long HigherDoubleMilliseconds = 15_000;

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
    /// Whether a peer that has said who it is may stay. One that comes again from the same address replaces its older connection, which is often dead;
    /// from elsewhere it ends nothing, since a name can be stolen. Where it was we who connected once more, that connection is looked at again later.
    /// </summary>
    public DisconnectReason? Admit(PeerConnection peer, PeerId peerId)
    {
        if (peerId == identity.PeerId) return DisconnectReason.Self;
        if (bans.Contains(peer.EndPoint)) return DisconnectReason.BadData;
        for (int slot = 0; slot < peers.SlotCount; slot++)
        {
            if (peers[slot] is not { Stage: PeerStage.Running } other || other.PeerId != peerId) continue;
            if (!ReferenceEquals(other.Torrent, peer.Torrent)) continue;
            if (peer.IsOutgoing) peer.DoubleUntil = state.Now + DoubleMilliseconds(peerId);
            else if (!other.IsOutgoing && other.EndPoint.WithPort(0) == peer.EndPoint.WithPort(0)) lifetime.Close(other, DisconnectReason.Duplicate);
        }
        bool isTorrentFull = peer.Torrent!.Peers >= state.Options.MaxPeersTorrent;
        if (isTorrentFull && !limiter.TryEvict(peer.Block, peer.Torrent)) return DisconnectReason.TooManyPeers;
        return limiter.HasPlace || limiter.TryEvict(peer.Block) ? null : DisconnectReason.TooManyPeers;
    }

    /// <summary>
    /// How long a second connection that we made is let be. Both ends may have connected at once, or one to several addresses of the other: did each end
    /// one at once, and not the same, both were gone. So the lower id ends its own first, and the other sees that before its time.
    /// </summary>
    private long DoubleMilliseconds(PeerId other) =>
        identity.PeerId.Span.SequenceCompareTo(other.Span) < 0 ? LowerDoubleMilliseconds : HigherDoubleMilliseconds;
}
