using EdgeSeed.Protocol;

namespace EdgeSeed.Tracker.Swarms;

/// <summary>Peers of one torrent and one family that are read or written together.</summary>
/// <param name="InfoHash">The torrent.</param>
/// <param name="IsIPv6">Whose addresses they are: 18 bytes each, else 6.</param>
/// <param name="Count">How many peers, 1 to <see cref="MaxPeers"/>.</param>
/// <param name="Seeds">How many of them, at the front, are seeds.</param>
internal readonly record struct PeerGroup(InfoHash InfoHash, bool IsIPv6, int Count, int Seeds)
{
    /// <summary>Peers in a group at most: what the count of a block can say.</summary>
    public const int MaxPeers = byte.MaxValue;

    /// <summary>Bytes that the compact forms of any group fit into.</summary>
    public const int MaxBytes = MaxPeers * PeerEndPoint.CompactIPv6Length;

    /// <summary>Bytes of one peer's compact form.</summary>
    public int CompactLength => IsIPv6 ? PeerEndPoint.CompactIPv6Length : PeerEndPoint.CompactIPv4Length;
}
