using EdgeSeed.Engine.Connections;
using EdgeSeed.Engine.Swarms;
using EdgeSeed.Protocol.Encryption;
using EdgeSeed.Protocol.Wire;

namespace EdgeSeed.Engine.Peers.Reading;

/// <summary>Encrypted handshakes (Message Stream Encryption), on whichever side they began.</summary>
internal sealed class EncryptedHandshakes(
    EncryptionOffers offers, TorrentTable torrents, PeerLifetime lifetime, PeerAdmission admission, KeyExchangePace keyExchanges)
{
    /// <summary>Begins the one that was offered, once the connection has come about.</summary>
    public void Begin(PeerConnection peer, PeerEncryption encryption) => Read(peer, encryption, []);

    /// <summary>Takes the first bytes of a connection that began with no plain handshake for those of an encrypted one.</summary>
    public PeerEncryption Await(PeerConnection peer) =>
        peer.Encryption = new PeerEncryption(new EncryptionResponder(offers.Methods, torrents.TryFind, EncryptionPadding.Random()));

    /// <summary>Goes on with an encrypted handshake and returns the bytes it took. What follows it is decrypted in place.</summary>
    public int Read(PeerConnection peer, PeerEncryption encryption, Span<byte> received)
    {
        if (!encryption.CanContinue || !MayExchange(encryption, received.Length))
        {
            peer.HasUnparsed = true;
            return 0;
        }
        Span<byte> reply = stackalloc byte[EncryptionHandshake.MaxReplyBytes];
        ParseStatus status = encryption.Handshake!.Advance(received, reply, out int consumed, out int replyLength);
        if (replyLength > 0) reply[..replyLength].CopyTo(peer.Outbox.Append(replyLength));
        encryption.HandshakeBytes += replyLength;
        if (status == ParseStatus.Invalid) lifetime.Close(peer, ReasonFor(encryption.Handshake.Fault));
        else if (status == ParseStatus.Complete) JoinEncrypted(peer, encryption, received[consumed..]);
        return consumed;
    }

    private bool MayExchange(PeerEncryption encryption, int received)
    {
        if (!encryption.IsExchangeDue || received < EncryptionHandshake.KeyBytes) return true;
        encryption.IsExchangeDelayed = !keyExchanges.TryTake();
        encryption.IsExchangeDue = encryption.IsExchangeDelayed;
        return !encryption.IsExchangeDelayed;
    }

    private void JoinEncrypted(PeerConnection peer, PeerEncryption encryption, Span<byte> rest)
    {
        bool isOutgoing = encryption.Handshake is EncryptionInitiator;
        if (!admission.TryJoin(peer, encryption.Handshake!.InfoHash)) return;
        if (isOutgoing) peer.Introduction = IntroductionStage.Pieces;
        encryption.Complete();
        peer.Decrypt(rest);
    }

    private static DisconnectReason ReasonFor(EncryptionFault fault) => fault switch
    {
        EncryptionFault.UnknownTorrent => DisconnectReason.UnknownTorrent,
        EncryptionFault.NotSynchronised => DisconnectReason.NotBitTorrent,
        _ => DisconnectReason.EncryptionFailed,
    };
}
