using EdgeSeed.Engine.Sessions.State;
using EdgeSeed.Engine.Torrents;
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
    /// <param name="torrent">The torrent.</param>
    /// <param name="peerId">Our name.</param>
    /// <param name="nodes">Whether we have a node of the DHT, which is said to peers of torrents that are not private.</param>
    /// <param name="bySecondName">Whether a hybrid is called by the name that it has in version 2; of others false.</param>
    public static Handshake Of(SeedTorrent torrent, PeerId peerId, NodeExchange nodes, bool bySecondName)
    {
        ulong reserved = Handshake.FastBit | Handshake.ExtensionBit | (TellsNode(torrent, nodes) ? Handshake.DhtBit : 0);
        if (torrent.SecondName is not { } second) return new Handshake(reserved, torrent.InfoHash, peerId);
        return new Handshake(reserved | Handshake.Version2Bit, bySecondName ? second.InfoHash : torrent.InfoHash, peerId);
    }

    /// <summary>Whether peers of a torrent are told of our node of the DHT.</summary>
    public static bool TellsNode(SeedTorrent torrent, NodeExchange nodes) => nodes.Port != 0 && !torrent.IsPrivate;
}
