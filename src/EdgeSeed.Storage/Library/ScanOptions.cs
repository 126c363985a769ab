using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Storage.Content;

namespace EdgeSeed.Storage.Library;

/// <summary>How far a library is searched and what of it is published.</summary>
public sealed record ScanOptions
{
    /// <summary>The defaults.</summary>
    public static ScanOptions Default { get; } = new();

    /// <summary>Deepest folder below the root in which <c>.torrent</c> files are looked for, default 3; what lies deeper is not seen.</summary>
    public int MaxDepth { get; init; } = 3;

    /// <summary>Most entries looked at, 200,000; the search ends there, and <see cref="LibraryScan.Skipped"/> says so.</summary>
    public int MaxEntries { get; init; } = 200_000;

    /// <summary>Most torrents, 10,000, and as many entries to publish; further ones are left out and counted.</summary>
    public int MaxTorrents { get; init; } = 10_000;

    /// <summary>Bytes of memory that reading one <c>.torrent</c> may take, 64 MiB; what takes more is refused before it is read.</summary>
    public int MaxTorrentFileLength { get; init; } = new MetainfoLimits().MaxFileLength;

    /// <summary>Whether entries without a <c>.torrent</c> are published at all; default yes.</summary>
    public bool PublishEntries { get; init; } = true;

    /// <summary>The folder below the root whose entries are published; the default value (no segments) is the root itself.</summary>
    public SafePath PublishFolder { get; init; }

    /// <summary>Which symbolic links are followed, here and in whatever is found; default those that stay below the root.</summary>
    public LinkPolicy Links { get; init; }

    /// <summary>Whether <see cref="JunkFilter"/> entries are looked at too; default no.</summary>
    public bool IncludeJunk { get; init; }

    /// <summary>Further names to leave out, of files and of folders with all that is in them; default none.</summary>
    public NamePatterns Skip { get; init; } = NamePatterns.None;

    /// <summary>Most <c>.torrent</c> files that cannot be used and are named one by one, 1,000; further ones are left out and counted.</summary>
    public int MaxRefused { get; init; } = 1_000;

    /// <summary>Places tried for one torrent whose data lies neither beside it nor in the root, 8; further ones are not looked at.</summary>
    public int MaxPlacesTried { get; init; } = 8;

    /// <summary>Most left-out entries that are named, 100; further ones are only counted.</summary>
    public int MaxSkippedShown { get; init; } = 100;
}
