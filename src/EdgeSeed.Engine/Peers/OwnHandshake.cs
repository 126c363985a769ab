using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Wire;

namespace EdgeSeed.Engine.Peers;

/// <summary>What we say of ourselves to every peer.</summary>
internal static class OwnHandshake
{
    /// <summary>The number under which peers send us metadata messages (BEP 9, BEP 10).</summary>
    public const byte MetadataId = 1;

    /// <summary>The number under which peers tell us of others (BEP 11).</summary>
    public const byte PexId = 2;

    /// <summary>Our handshake for a torrent.</summary>
    public static Handshake Of(InfoHash infoHash, PeerId peerId) => new(Handshake.FastBit | Handshake.ExtensionBit, infoHash, peerId);
}
