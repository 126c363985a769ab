using EdgeSeed.Protocol.Encryption;
using EdgeSeed.Protocol.Wire;

namespace EdgeSeed.Engine.Peers;

internal sealed partial class PeerReadLoop
{
    private readonly byte[] _reply = new byte[EncryptionHandshake.MaxReplyBytes];

    /// <summary>What begins like no handshake may be the key of an encrypted one, which looks like nothing.</summary>
    private bool TryBeginKeyExchange(PeerConnection peer)
    {
        bool isPossible = context.Options.Encryption != EncryptionPolicy.Off && peer.Cipher is null && peer.Torrent is null;
        if (isPossible && context.TryCountKeyExchange())
        {
            EncryptionMethods accepted = context.Options.Encryption == EncryptionPolicy.Require
                ? EncryptionMethods.Rc4
                : EncryptionMethods.Rc4 | EncryptionMethods.Plaintext;
            peer.KeyExchange = new EncryptionResponder(accepted, context.TorrentKeys.TryGetValue, EncryptionPadding.Random());
            return true;
        }
        context.Close(peer, isPossible ? DisconnectReason.TooManyKeyExchanges : DisconnectReason.NotBitTorrent);
        return false;
    }

    /// <summary>
    /// Takes a part of the encrypted handshake and returns the bytes it took; what follows the last part is decrypted in place.
    /// </summary>
    private int ReadKeyExchange(PeerConnection peer, EncryptionHandshake exchange, Span<byte> received)
    {
        ParseStatus status = exchange.Advance(received, _reply, out int consumed, out int length);
        if (status == ParseStatus.Invalid)
        {
            context.Close(peer, exchange.Fault == EncryptionFault.UnknownTorrent ? DisconnectReason.UnknownTorrent : DisconnectReason.Encryption);
            return 0;
        }
        _reply.AsSpan(0, length).CopyTo(peer.Outbox.Append(length));
        peer.RawOutboxBytes += length;
        if (status != ParseStatus.Complete) return consumed;
        peer.KeyExchange = null;
        peer.Cipher = exchange.Stream;
        peer.Cipher!.Decrypt(received[consumed..]);
        return consumed;
    }
}
