using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Protocol.Trackers;

namespace EdgeSeed.Torrents;

/// <summary>Which trackers stand in the torrents and magnet links given out.</summary>
/// <param name="configured">Trackers for torrents made here that the operator named; usually none.</param>
/// <param name="own">
/// Says the tracker of this service, by the address at which other machines reach it now: a network may come after the start, and its
/// address may change. Called on any thread. Null when it runs none.
/// </param>
internal sealed class TrackerUrls(IReadOnlyList<string> configured, Func<string>? own)
{
    /// <summary>Most trackers in a magnet link: it must fit a QR code, and a torrent found may name hundreds.</summary>
    public const int MaxInMagnet = 4;

    /// <summary>Stands for our tracker in lists that are kept longer than its address.</summary>
    private const string OwnPlace = "";

    /// <summary>Whether this service runs a tracker.</summary>
    public bool HasOwn => own is not null;

    /// <summary>Our tracker now; null when there is none.</summary>
    public string? Own => own?.Invoke();

    /// <summary>The tracker to show: the first that was named, without what may be secret in it, else our own, else an empty text.</summary>
    public string Shown => configured.Count > 0 ? AddressSecret.HideInTracker(configured[0]) : Own ?? "";

    /// <summary>
    /// Our tracker by the host that a client used, which certainly works for it. Null where that is a loopback address and others can use
    /// ours: what is given out does not stay on this machine.
    /// </summary>
    /// <param name="authority">Host and port, checked.</param>
    public string? ByHost(string authority)
    {
        string url = $"http://{authority}/announce";
        return Own is not { } now || (IsLoopback(url) && !IsLoopback(now)) ? null : url;
    }

    /// <summary>
    /// The tiers of a torrent as given out (BEP 12). Made here: the trackers named, then ours. Found: ours, then its own; of a
    /// private one that was found none, since its swarm must not be told elsewhere (BEP 27). An address with a secret in it is nobody else's.
    /// </summary>
    /// <param name="torrent">The torrent as it lies on the disk.</param>
    /// <param name="isFound">Whether it was found rather than made here.</param>
    /// <param name="asRequested">Our tracker by the host that the client used, see <see cref="ByHost"/>; null when unknown.</param>
    public IReadOnlyList<IReadOnlyList<string>> TiersFor(Metainfo torrent, bool isFound, string? asRequested) =>
        GivenOut(torrent, isFound, Own is not { } now ? [] : asRequested is null ? [now] : IsLoopback(now) ? [asRequested] : [asRequested, now]);

    /// <summary>The tiers of a torrent without ours, which need not be told what goes on here.</summary>
    public IReadOnlyList<IReadOnlyList<string>> OtherTiersOf(Metainfo torrent, bool isFound) => Tiers(torrent, isFound, []);

    /// <summary>
    /// The trackers in a torrent's magnet link (BEP 9), at most <see cref="MaxInMagnet"/>, to be kept as long as the torrent: our own
    /// stands in it by a sign that only <see cref="InMagnet"/> understands.
    /// </summary>
    public string[] ForMagnet(Metainfo torrent, bool isFound)
    {
        var trackers = new List<string>(MaxInMagnet);
        foreach (IReadOnlyList<string> tier in GivenOut(torrent, isFound, HasOwn ? [OwnPlace] : []))
        {
            foreach (string url in tier)
            {
                if (trackers.Count < MaxInMagnet) trackers.Add(url);
            }
        }
        return [.. trackers];
    }

    /// <summary>What <see cref="ForMagnet"/> gave, with our tracker as it is reached now.</summary>
    /// <param name="kept">The list.</param>
    /// <param name="now">Our tracker: <see cref="Own"/>.</param>
    public static IReadOnlyList<string> InMagnet(IReadOnlyList<string> kept, string? now)
    {
        var trackers = new List<string>(kept.Count);
        foreach (string url in kept)
        {
            string named = url.Length > 0 ? url : now ?? "";
            if (named.Length > 0 && !trackers.Contains(named)) trackers.Add(named);
        }
        return trackers;
    }

    private static bool IsLoopback(string url) => Uri.TryCreate(url, UriKind.Absolute, out Uri? parsed) && parsed.IsLoopback;

    private List<IReadOnlyList<string>> GivenOut(Metainfo torrent, bool isFound, string[] ours)
    {
        var tiers = new List<IReadOnlyList<string>>();
        if (isFound && torrent.IsPrivate) return tiers;
        foreach (IReadOnlyList<string> tier in Tiers(torrent, isFound, ours))
        {
            string[] open = [.. tier.Where(static address => !AddressSecret.IsInTracker(address))];
            if (open.Length > 0) tiers.Add(open);
        }
        return tiers;
    }

    private List<IReadOnlyList<string>> Tiers(Metainfo torrent, bool isFound, string[] ours)
    {
        if (isFound && torrent.IsPrivate) return [.. torrent.AnnounceTiers];
        var tiers = new List<IReadOnlyList<string>>();
        if (!isFound) AddEach(tiers, configured);
        AddEach(tiers, ours);
        if (isFound) tiers.AddRange(torrent.AnnounceTiers.Where(tier => !tiers.Any(present => present.SequenceEqual(tier))));
        return tiers;
    }

    private static void AddEach(List<IReadOnlyList<string>> tiers, IReadOnlyList<string> urls)
    {
        foreach (string url in urls)
        {
            if (!tiers.Any(tier => tier.Contains(url))) tiers.Add([url]);
        }
    }
}
