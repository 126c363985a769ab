using EdgeSeed.Engine.Peers;
using EdgeSeed.Engine.Sessions.State;
using EdgeSeed.Engine.Swarms;
using EdgeSeed.Protocol.Encryption;
using EdgeSeed.Protocol.Wire;

namespace EdgeSeed.Engine.Connections;

/// <summary>How we offer encryption to those that we connect to (Message Stream Encryption).</summary>
internal sealed class EncryptionOffers(SessionState state, SessionIdentity identity)
{
    /// <summary>What may be agreed on.</summary>
    public EncryptionMethods Methods =>
        state.Options.Encryption == EncryptionPolicy.Require ? EncryptionMethods.Rc4 : EncryptionMethods.Rc4 | EncryptionMethods.Plaintext;

    /// <summary>Prepares the encrypted handshake of an outgoing connection; our own handshake goes along with its last part.</summary>
    /// <param name="torrent">What is offered.</param>
    /// <param name="family">The socket's address family.</param>
    /// <param name="bySecondName">Whether a hybrid is called by the name that it has in version 2.</param>
    public PeerEncryption Make(TorrentState torrent, int family, bool bySecondName)
    {
        Span<byte> bytes = stackalloc byte[Handshake.Length];
        Handshake handshake = OwnHandshake.Of(torrent.Torrent, identity.PeerId, state.Nodes, bySecondName);
        handshake.Write(bytes);
        return new PeerEncryption(new EncryptionInitiator(handshake.InfoHash, Methods, bytes, EncryptionPadding.Random()))
        {
            RetryFamily = state.Options.Encryption == EncryptionPolicy.Prefer ? family : 0,
        };
    }
}
