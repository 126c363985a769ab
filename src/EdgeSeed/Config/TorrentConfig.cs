using EdgeSeed.Config.Units;
using static EdgeSeed.Config.Types.ConfigTypes;

namespace EdgeSeed.Config;

/// <summary><c>[[torrent]]</c>: what the owner wants for some torrents.</summary>
internal sealed record TorrentConfig
{
    /// <summary>Its tables in the file.</summary>
    public const string Table = "torrent";

    /// <summary>Nothing in particular.</summary>
    public static readonly TorrentConfig Default = new();

    /// <summary>Which torrents: an info-hash, a folder, or a name with wildcards.</summary>
    public string Match { get; init; } = "*";

    /// <summary>Factor on the need.</summary>
    public double Weight { get; init; } = 1;

    /// <summary>Most that clients get of it, in bytes per second.</summary>
    public ByteRate Upload { get; init; } = ByteRate.Unlimited;

    /// <summary>Copies given, or that others have, after which it gets what is left over; 0 for never.</summary>
    public double ShareUntil { get; init; }

    /// <summary>Whether trackers besides our own, and the DHT, are told of it.</summary>
    public bool Announce { get; init; } = true;

    /// <summary>Whether nothing of it is sent.</summary>
    public bool Paused { get; init; }
}

/// <summary>The keys of <c>[[torrent]]</c>.</summary>
internal static class TorrentKeys
{
    /// <summary>Most <c>[[torrent]]</c> tables; a file with more is refused.</summary>
    public const int MaxTables = 256;

    /// <summary>The section.</summary>
    public static readonly ConfigSection Section = new ArraySection<TorrentConfig>(
            TorrentConfig.Table,
            "What you want for some torrents in particular; write one of these for each. Of several that match a torrent the first counts.",
            MaxTables, TorrentConfig.Default, config => config.Torrents, (config, items) => config with { Torrents = items })
        .Live("match", TorrentMatch, s => s.Match, (s, v) => s with { Match = v },
            "Which: an info-hash, a folder in which they lie (\"/srv/publish/films\"), or a name in which * and ? match (\"debian-*\"). \"*\" is every torrent.")
        .Live("weight", Number(0.001, 1000, 2), s => s.Weight, (s, v) => s with { Weight = v },
            "How much more, or with 0.5 less, than its need says it gets of a limited upload.")
        .Live("upload", Rate(1_000), s => s.Upload, (s, v) => s with { Upload = v },
            "Most that other clients together are sent of it; downloads from the page are not counted.")
        .Live("share_until", Number(0, 1_000_000, 3), s => s.ShareUntil, (s, v) => s with { ShareUntil = v },
            "After so many copies (sent from here since the start, or held by others) it gets only what is left over; 0 means never.")
        .Live("announce", Switch, s => s.Announce, (s, v) => s with { Announce = v },
            "Tell its trackers and the DHT of this box; our own tracker knows anyway.")
        .Live("paused", Switch, s => s.Paused, (s, v) => s with { Paused = v },
            "Send nothing of it, neither to clients nor from the page.");
}
