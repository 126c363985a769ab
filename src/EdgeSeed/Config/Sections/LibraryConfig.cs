namespace EdgeSeed.Config;

/// <summary><c>[library]</c>: what is published.</summary>
internal sealed record LibraryConfig
{
    /// <summary>Folders and files to publish besides drives, as absolute paths.</summary>
    public IReadOnlyList<string> Folders { get; init; } = [];

    /// <summary>Name of the folder at the top of a drive whose entries are made into torrents.</summary>
    public string PublishFolder { get; init; } = "publish";

    /// <summary>Further file names to leave out of torrents; <c>*</c> and <c>?</c> match.</summary>
    public IReadOnlyList<string> Skip { get; init; } = [];

    /// <summary>Directory levels searched for torrent files below a root.</summary>
    public int ScanDepth { get; init; } = 8;

    /// <summary>Torrents kept; further ones are not seeded and said so.</summary>
    public int MaxTorrents { get; init; } = 10000;

    /// <summary>How often roots are looked through for what came and went.</summary>
    public TimeSpan Rescan { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Threads for hashing; 0 means one per core.</summary>
    public int HashThreads { get; init; }

    /// <summary>Trackers written into torrents made here; empty: this box's own.</summary>
    public IReadOnlyList<string> Announce { get; init; } = [];

    /// <summary>Web seeds written into torrents made here besides this box.</summary>
    public IReadOnlyList<string> WebSeeds { get; init; } = [];

    /// <summary>Whether torrents made here are private (BEP 27).</summary>
    public bool Private { get; init; }

    /// <summary>The source field of torrents made here.</summary>
    public string Source { get; init; } = "";

    /// <summary>The comment field of torrents made here.</summary>
    public string Comment { get; init; } = "";

    /// <summary>Piece size of torrents made here, a power of two in bytes; 0 picks one by size.</summary>
    public ByteSize PieceSize { get; init; } = new(0);

    /// <summary>Writable folder into which torrents without data are downloaded; empty: they wait.</summary>
    public string FetchTo { get; init; } = "";

    /// <summary>Download budget for that, in bytes per second.</summary>
    public ByteRate Download { get; init; } = ByteRate.Unlimited;

    /// <summary>Free space in bytes that downloads leave on that file system.</summary>
    public ByteSize FetchReserve { get; init; } = ByteSize.MiB(512);
}
