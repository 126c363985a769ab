namespace EdgeSeed.Protocol.Trackers;

/// <summary>What a scrape says of one torrent (BEP 48, BEP 15).</summary>
/// <param name="Complete">Peers that have everything.</param>
/// <param name="Incomplete">Peers that do not.</param>
/// <param name="Downloaded">How often <see cref="AnnounceEvent.Completed"/> was reported, ever.</param>
/// <param name="Downloaders">Of the incomplete, those still downloading (BEP 21); -1 when the tracker does not say. HTTP only.</param>
public readonly record struct ScrapeCounts(int Complete, int Incomplete, int Downloaded, int Downloaders = -1);
