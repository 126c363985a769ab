namespace EdgeSeed.Storage.Content;

/// <summary>What of a folder goes into a torrent, and how much of it at most.</summary>
public sealed record WalkOptions
{
    /// <summary>The defaults.</summary>
    public static WalkOptions Default { get; } = new();

    /// <summary>Whether <see cref="JunkFilter"/> entries and hidden ones (names that begin with a dot) are taken too; default no.</summary>
    public bool IncludeJunk { get; init; }

    /// <summary>Further names to leave out, of files and of folders with all that is in them; default none.</summary>
    public NamePatterns Skip { get; init; } = NamePatterns.None;

    /// <summary>Whether files of no bytes are listed; default yes, as mktorrent does. transmission-create leaves them out.</summary>
    public bool IncludeEmptyFiles { get; init; } = true;

    /// <summary>The order of the files.</summary>
    public FileOrder Order { get; init; }

    /// <summary>Most files, 100,000, as many as the parser of torrents accepts; a folder with more is refused.</summary>
    public int MaxFiles { get; init; } = 100_000;

    /// <summary>Most entries looked at, junk and folders included, 1,000,000; a folder with more is refused.</summary>
    public int MaxEntries { get; init; } = 1_000_000;

    /// <summary>Deepest folder below the content, 64; deeper content is refused rather than left out unseen.</summary>
    public int MaxDepth { get; init; } = 64;

    /// <summary>Most left-out entries that are named, 100; further ones are only counted.</summary>
    public int MaxSkippedShown { get; init; } = 100;
}
