using EdgeSeed.Engine.Sessions.State;
using EdgeSeed.Engine.Swarms;
using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Wire;

namespace EdgeSeed.Engine.Peers.Reading;

/// <summary>The beginning of a connection: who the peer is and which torrent it means.</summary>
internal sealed class HandshakeReader(SessionState state, SessionIdentity identity, PeerLifetime lifetime, PeerAdmission admission, EncryptedHandshakes encrypted)
{
    /// <summary>Reads a handshake, answering as soon as the torrent is known, and returns the bytes it took.</summary>
    public int Read(PeerConnection peer, Span<byte> received)
    {
        if (peer.Encryption is { Stream: null } begun) return encrypted.Read(peer, begun, received);
        ParseStatus status = Handshake.TryReadPrefix(received, out ulong reserved, out InfoHash infoHash);
        // Only a connection that is new and not ours has no torrent yet.
        if (status == ParseStatus.Invalid && peer.Torrent is null && state.Options.Encryption != EncryptionPolicy.Off)
            return encrypted.Read(peer, encrypted.Await(peer), received);
        if (status == ParseStatus.Invalid) lifetime.Close(peer, DisconnectReason.NotBitTorrent);
        else if (peer.Encryption is null && state.Options.Encryption == EncryptionPolicy.Require) lifetime.Close(peer, DisconnectReason.PlainRefused);
        if (peer.Stage == PeerStage.Closed) return 0;
        if (status != ParseStatus.Complete || !admission.TryJoin(peer, infoHash)) return 0;
        // Who knows version 2 of a hybrid is answered in it (BEP 52).
        if (peer is { IsOutgoing: false, Torrent.Torrent.SecondName: not null } && (reserved & Handshake.Version2Bit) != 0) peer.UsesSecondName = true;
        peer.SaysVersion2 = (reserved & Handshake.Version2Bit) != 0;
        if (Handshake.TryRead(received, out Handshake handshake, out int consumed) != ParseStatus.Complete) return 0;
        // The other end, which is ours too, is to see it and remember the address; it is answered, and ended by that.
        if (handshake.PeerId == identity.PeerId && !peer.IsOutgoing) return 0;
        DisconnectReason? refusal = admission.Admit(peer, handshake.PeerId);
        if (refusal is { } reason)
        {
            lifetime.Close(peer, reason);
            return 0;
        }
        peer.SupportsFast = handshake.SupportsFast;
        peer.SupportsExtensions = handshake.SupportsExtensions;
        peer.SupportsDht = handshake.SupportsDht;
        peer.PeerId = handshake.PeerId;
        peer.SegmentPayload = peer.Socket.SegmentPayload;
        lifetime.Join(peer);
        return consumed;
    }
}
