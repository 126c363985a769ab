using EdgeSeed.Protocol;

namespace EdgeSeed.Engine.Announcing;

/// <summary>A torrent whose trackers are to know of us.</summary>
/// <param name="InfoHash">The torrent.</param>
/// <param name="Tiers">
/// Its trackers' addresses (BEP 12), as a stranger wrote them: what is not an <c>http</c>, <c>https</c> or <c>udp</c> address is left out.
/// </param>
public sealed record AnnouncedTorrent(InfoHash InfoHash, IReadOnlyList<IReadOnlyList<string>> Tiers);
