namespace EdgeSeed.Status;

/// <summary>What the tracker did since the service started, and holds now.</summary>
/// <param name="Announces">Announces answered, HTTP and UDP.</param>
/// <param name="Scrapes">Scrapes answered, HTTP and UDP.</param>
/// <param name="Refused">Requests refused or dropped: malformed, unknown torrent, too many.</param>
/// <param name="Torrents">Swarms held.</param>
/// <param name="Peers">Peers held, over all swarms.</param>
internal sealed record TrackerFigures(long Announces, long Scrapes, long Refused, long Torrents, long Peers);
