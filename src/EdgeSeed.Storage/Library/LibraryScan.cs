using EdgeSeed.Linux.Files;
using EdgeSeed.Storage.Content;

namespace EdgeSeed.Storage.Library;

/// <summary>What <see cref="LibraryScanner"/> found.</summary>
/// <param name="Torrents">The <c>.torrent</c> files, by path, each info-hash once.</param>
/// <param name="ToPublish">Files and folders that have no <c>.torrent</c> and may be given one, by path.</param>
/// <param name="Skipped">The first things that were refused or left out, and why.</param>
/// <param name="SkippedCount">How many were.</param>
/// <param name="BeyondLimit">How many of those there was no room for (<see cref="ScanOptions.MaxTorrents"/>).</param>
/// <param name="Refused">The <c>.torrent</c> files that cannot be used, at most <see cref="ScanOptions.MaxRefused"/>.</param>
/// <param name="Entries">How many files and folders were looked at.</param>
public sealed record LibraryScan(
    IReadOnlyList<LibraryTorrent> Torrents,
    IReadOnlyList<ContentLocation> ToPublish,
    IReadOnlyList<SkippedEntry> Skipped,
    int SkippedCount,
    int BeyondLimit,
    IReadOnlyList<RefusedTorrent> Refused,
    int Entries);

/// <summary>A <c>.torrent</c> that cannot be used: malformed, too large, or not to be read.</summary>
/// <param name="File">Which.</param>
/// <param name="Stamp">Its length and modification time: when they change, it is tried again.</param>
/// <param name="Error">Why.</param>
public sealed record RefusedTorrent(ContentLocation File, FileStamp Stamp, StorageError Error);
