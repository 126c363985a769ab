using EdgeSeed.Engine.Peers;
using EdgeSeed.Engine.Sessions.State;
using EdgeSeed.Engine.Swarms;
using EdgeSeed.Protocol;
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
    public PeerEncryption Make(TorrentState torrent, int family)
    {
        InfoHash infoHash = torrent.Torrent.InfoHash;
        Span<byte> handshake = stackalloc byte[Handshake.Length];
        OwnHandshake.Of(torrent.Torrent, identity.PeerId, state.Nodes, bySecondName: false).Write(handshake);
        return new PeerEncryption(new EncryptionInitiator(infoHash, Methods, handshake, EncryptionPadding.Random()))
        {
            RetryFamily = state.Options.Encryption == EncryptionPolicy.Prefer ? family : 0,
        };
    }
}
