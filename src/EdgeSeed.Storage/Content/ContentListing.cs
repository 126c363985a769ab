using EdgeSeed.Linux.Files;
using EdgeSeed.Protocol.Torrents;

namespace EdgeSeed.Storage.Content;

/// <summary>What a torrent of a file or folder would contain, as <see cref="ContentWalker"/> found it.</summary>
public sealed record ContentListing
{
    /// <summary>The file or folder.</summary>
    public required ContentLocation Location { get; init; }

    /// <summary>Whether the location is one file rather than a folder.</summary>
    public required bool IsSingleFile { get; init; }

    /// <summary>The files in the torrent's order; at least one of them has bytes.</summary>
    public required IReadOnlyList<ContentFile> Files { get; init; }

    /// <summary>Bytes of all files; at least 1.</summary>
    public required long TotalLength { get; init; }

    /// <summary>The first <see cref="WalkOptions.MaxSkippedShown"/> things that were left out, and why.</summary>
    public required IReadOnlyList<SkippedEntry> Skipped { get; init; }

    /// <summary>How many things were left out.</summary>
    public required int SkippedCount { get; init; }

    /// <summary>
    /// When anything in it was last changed, folders and hidden files included (what copiers call their files while they write is hidden mostly):
    /// nanoseconds since 1970 by the file system's clock.
    /// </summary>
    public required long LatestChange { get; init; }

    /// <summary>Another number after any such change; within one run of the program only.</summary>
    public required long Activity { get; init; }

    /// <summary>Whether a file lies in it whose name says that it is not finished (<see cref="JunkFilter.IsUnfinished"/>).</summary>
    public required bool HasUnfinished { get; init; }
}

/// <summary>A file that a torrent of some content would have.</summary>
/// <param name="Path">Inside the content's folder; the default value when the content is this one file.</param>
/// <param name="Stamp">Its length and modification time when it was listed.</param>
public readonly record struct ContentFile(SafePath Path, FileStamp Stamp);

/// <summary>Something that was found and not taken.</summary>
/// <param name="Path">Its path in printable form.</param>
/// <param name="Reason">One plain phrase.</param>
/// <param name="IsLink">Whether it is a symbolic link: somebody made it for what it leads to, and is told that this is not taken.</param>
public readonly record struct SkippedEntry(string Path, string Reason, bool IsLink = false);
