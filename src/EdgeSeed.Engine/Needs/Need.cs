namespace EdgeSeed.Engine.Needs;

/// <summary>
/// The formula by which a limited upload is spent. Each downloader weighs what its torrent needs this box:
/// <code>
/// copies = other complete peers + an eighth of the copies of the rarest piece among downloaders, which may leave any time (4 at most)
/// others = those connected, or those that trackers count; half of the latter where for an hour nobody has finished
/// need   = owner's weight × (1 + copies)^-4                                             1 for what only this box has
/// weight = the larger of need and floor, over the largest: 0..1 for each downloader     bytes and waiting for a slot count so
/// floor  : as high as the downloaders at it get 5 % of the upload together            nobody is left out
/// </code>
/// </summary>
internal static class Need
{
    /// <summary>What the least needy get of the upload, together.</summary>
    public const double FloorPart = 0.05;

    /// <summary>Copies of the rarest piece among downloaders that count, at most.</summary>
    private const int MostShared = 4;

    /// <summary>How much less a copy is worth that is in nobody's hands as a whole.</summary>
    private const double SharedPart = 0.125;

    private const double DoubtfulPart = 0.5;

    /// <summary>The need of a torrent: 1 for one that only this box has, less than a tenth with one other seed.</summary>
    /// <param name="seen">What is known of its swarm.</param>
    /// <param name="ownerWeight">The owner's factor, 1 by default.</param>
    public static double Of(in SwarmView seen, double ownerWeight = 1) => ownerWeight * Math.Pow(1 + Copies(seen), -4);

    /// <summary>Copies of a torrent that others have.</summary>
    public static double Copies(in SwarmView seen) =>
        Math.Max(seen.ConnectedSeeds, seen.IsStalled ? seen.SaidSeeds * DoubtfulPart : seen.SaidSeeds) + SharedPart * Math.Min(seen.SharedCopies, MostShared);

    /// <summary>The floor under the needs of some torrents; 0 where there are none.</summary>
    /// <param name="torrents">What each needs, and how many downloaders it has; sorted here, least needy first.</param>
    public static double Floor(Span<(double Need, int Downloaders)> torrents)
    {
        torrents.Sort(static (one, other) => one.Need.CompareTo(other.Need));
        double above = 0;
        foreach ((double need, int downloaders) in torrents) above += need * downloaders;
        double floor = 0;
        long lifted = 0;
        foreach ((double need, int downloaders) in torrents)
        {
            if (need >= floor && lifted > 0) break;
            above -= need * downloaders;
            lifted += downloaders;
            floor = Math.Max(need, FloorPart / (1 - FloorPart) * above / lifted);
        }
        return floor;
    }
}

/// <summary>What is known of a torrent's swarm besides this box.</summary>
/// <param name="ConnectedSeeds">Complete peers connected.</param>
/// <param name="SaidSeeds">Complete peers that trackers count, this box not among them.</param>
/// <param name="SharedCopies">Copies of the rarest piece among peers that are not complete; 0 where that is not known.</param>
/// <param name="IsStalled">Somebody has wanted it for an hour, and nobody has finished since.</param>
internal readonly record struct SwarmView(int ConnectedSeeds, int SaidSeeds, int SharedCopies, bool IsStalled);
