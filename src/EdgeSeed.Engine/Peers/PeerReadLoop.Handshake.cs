using EdgeSeed.Engine.Torrents;
using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Wire;

namespace EdgeSeed.Engine.Peers;

internal sealed partial class PeerReadLoop
{
    /// <summary>Reads a handshake, answering as soon as the torrent is known, and returns the bytes it took.</summary>
    private int ReadHandshake(PeerConnection peer, Span<byte> received)
    {
        if (peer.Encryption is { Stream: null } begun) return ReadEncryption(peer, begun, received);
        ParseStatus status = Handshake.TryReadPrefix(received, out _, out InfoHash infoHash);
        // Only a connection that is new and not ours has no torrent yet.
        if (status == ParseStatus.Invalid && peer.Torrent is null && context.Options.Encryption != EncryptionPolicy.Off)
            return ReadEncryption(peer, AwaitEncryption(peer), received);
        if (status == ParseStatus.Invalid) context.Lifetime.Close(peer, DisconnectReason.NotBitTorrent);
        else if (peer.Encryption is null && context.Options.Encryption == EncryptionPolicy.Require) context.Lifetime.Close(peer, DisconnectReason.PlainRefused);
        if (peer.Stage == PeerStage.Closed) return 0;
        if (status != ParseStatus.Complete || !TryJoin(peer, infoHash)) return 0;
        if (Handshake.TryRead(received, out Handshake handshake, out int consumed) != ParseStatus.Complete) return 0;
        // The other end, which is ours too, is to see it and remember the address; it is answered, and ended by that.
        if (handshake.PeerId == context.PeerId && !peer.IsOutgoing) return 0;
        DisconnectReason? refusal = Admit(peer, handshake.PeerId);
        if (refusal is { } reason)
        {
            context.Lifetime.Close(peer, reason);
            return 0;
        }
        peer.SupportsFast = handshake.SupportsFast;
        peer.SupportsExtensions = handshake.SupportsExtensions;
        peer.PeerId = handshake.PeerId;
        peer.SegmentPayload = peer.Socket.SegmentPayload;
        context.Lifetime.Join(peer);
        return consumed;
    }

    /// <summary>Finds the torrent that the peer asks for; an outgoing connection must get the one it asked for.</summary>
    private bool TryJoin(PeerConnection peer, InfoHash infoHash)
    {
        if (peer.Torrent is { } expected)
        {
            if (expected.Torrent.InfoHash == infoHash) return true;
        }
        else if (context.Torrents.TryGetValue(infoHash, out TorrentState? torrent) && torrent.Removal is null)
        {
            peer.Torrent = torrent;
            peer.Introduction = IntroductionStage.Handshake;
            return true;
        }
        context.Lifetime.Close(peer, DisconnectReason.UnknownTorrent);
        return false;
    }

    /// <summary>
    /// Whether a peer that has said who it is may stay: a newer connection from the same address replaces the older one, which is often
    /// dead.
    /// </summary>
    private DisconnectReason? Admit(PeerConnection peer, PeerId peerId)
    {
        if (peerId == context.PeerId) return DisconnectReason.Self;
        if (context.Downloads.Banned.Contains(peer.EndPoint)) return DisconnectReason.BadData;
        for (int slot = 0; slot < context.Peers.SlotCount; slot++)
        {
            if (context.Peers[slot] is not { Stage: PeerStage.Running } other || other.PeerId != peerId) continue;
            if (!ReferenceEquals(other.Torrent, peer.Torrent)) continue;
            if (other.EndPoint.WithPort(0) != peer.EndPoint.WithPort(0)) return DisconnectReason.Duplicate;
            // Both sides connected at once: both keep the connection that the one with the lower id made.
            bool isOursKept = context.PeerId.Span.SequenceCompareTo(peerId.Span) < 0;
            if (other.IsOutgoing != peer.IsOutgoing && peer.IsOutgoing != isOursKept) return DisconnectReason.Duplicate;
            context.Lifetime.Close(other, DisconnectReason.Duplicate);
            return null;
        }
        bool isTorrentFull = peer.Torrent!.Peers >= context.Options.MaxPeersTorrent;
        if (isTorrentFull && !context.Limiter.TryEvict(peer.Block, peer.Torrent)) return DisconnectReason.TooManyPeers;
        return context.Limiter.HasPlace || context.Limiter.TryEvict(peer.Block) ? null : DisconnectReason.TooManyPeers;
    }
}
