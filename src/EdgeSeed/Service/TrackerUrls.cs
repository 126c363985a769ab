using EdgeSeed.Protocol.Torrents;

namespace EdgeSeed.Service;

/// <summary>Which trackers stand in the torrents and magnet links given out.</summary>
/// <param name="Configured">Trackers for torrents made here that the operator named; usually none.</param>
/// <param name="Own">The tracker of this service, by the address at which other machines reach it; null when it runs none.</param>
internal sealed record TrackerUrls(IReadOnlyList<string> Configured, string? Own)
{
    /// <summary>Most trackers in a magnet link: it must fit a QR code, and a torrent found may name hundreds.</summary>
    public const int MaxInMagnet = 4;

    /// <summary>The tracker to show: the first that was named, else our own, else an empty text.</summary>
    public string Shown => Configured.Count > 0 ? Configured[0] : Own ?? "";

    /// <summary>
    /// The tiers of a torrent as given out (BEP 12). Made here: the trackers named, then ours. Found: ours, then its own; a
    /// private one that names trackers is left as it is, since its swarm must not be told elsewhere (BEP 27).
    /// </summary>
    /// <param name="torrent">The torrent as it lies on the disk.</param>
    /// <param name="isFound">Whether it was found rather than made here.</param>
    /// <param name="asRequested">Our tracker by the host that the client used, checked; null when unknown.</param>
    public IReadOnlyList<IReadOnlyList<string>> TiersFor(Metainfo torrent, bool isFound, string? asRequested)
    {
        if (isFound && torrent.IsPrivate && torrent.AnnounceTiers.Count > 0) return torrent.AnnounceTiers;
        var tiers = new List<IReadOnlyList<string>>();
        if (!isFound) AddEach(tiers, Configured);
        if (Own is not null)
        {
            if (asRequested is not null) AddEach(tiers, [asRequested]);
            AddEach(tiers, [Own]);
        }
        if (isFound) tiers.AddRange(torrent.AnnounceTiers.Where(tier => !tiers.Any(present => present.SequenceEqual(tier))));
        return tiers;
    }

    /// <summary>The trackers in a torrent's magnet link (BEP 9): those of <see cref="TiersFor"/>, at most <see cref="MaxInMagnet"/>.</summary>
    public string[] ForMagnet(Metainfo torrent, bool isFound) => [.. TiersFor(torrent, isFound, null).SelectMany(tier => tier).Take(MaxInMagnet)];

    private static void AddEach(List<IReadOnlyList<string>> tiers, IReadOnlyList<string> urls)
    {
        foreach (string url in urls)
        {
            if (!tiers.Any(tier => tier.Contains(url))) tiers.Add([url]);
        }
    }
}
