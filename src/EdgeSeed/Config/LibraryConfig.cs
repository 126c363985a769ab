using EdgeSeed.Config.Units;
using static EdgeSeed.Config.Types.ConfigTypes;

namespace EdgeSeed.Config;

/// <summary><c>[library]</c>: what is published.</summary>
internal sealed record LibraryConfig
{
    /// <summary>Its table in the file.</summary>
    public const string Table = "library";

    /// <summary>Folders and files to publish besides drives, as absolute paths.</summary>
    public IReadOnlyList<string> Folders { get; init; } = [];

    /// <summary>Name of the folder at the top of a drive whose entries are made into torrents.</summary>
    public string PublishFolder { get; init; } = "publish";

    /// <summary>Further file names to leave out of torrents; <c>*</c> and <c>?</c> match.</summary>
    public IReadOnlyList<string> Skip { get; init; } = [];

    /// <summary>Whether symbolic links in folders are followed wherever they lead; those that stay in the folder always are.</summary>
    public bool FollowLinks { get; init; }

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

    /// <summary>Whether private torrents that were found are shown and given to whoever looks.</summary>
    public bool ShowPrivate { get; init; }

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

/// <summary>The keys of <c>[library]</c>.</summary>
internal static class LibraryKeys
{
    /// <summary>The section.</summary>
    public static readonly ConfigSection Section = new TableSection<LibraryConfig>(
            LibraryConfig.Table,
            "What is published. Nothing here is ever written to, except fetch_to.",
            config => config.Library, (config, section) => config with { Library = section })
        .Live("folders", Paths, s => s.Folders, (s, v) => s with { Folders = v },
            "Folders to publish besides plugged-in drives: every .torrent with its data beside it, and every other entry as a torrent "
            + "of its own.")
        .Live("publish_folder", FileName, s => s.PublishFolder, (s, v) => s with { PublishFolder = v },
            "Folder at the top of a drive whose entries are made into torrents; elsewhere on a drive only .torrent files count.")
        .Live("skip", Texts, s => s.Skip, (s, v) => s with { Skip = v },
            "File names to leave out besides the usual junk (dotfiles, Thumbs.db, System Volume Information); * and ? match.")
        .Live("follow_links", Switch, s => s.FollowLinks, (s, v) => s with { FollowLinks = v },
            "Follow symbolic links that lead out of a published folder too; those that stay inside always are. Never on drives: what is plugged "
            + "in could publish any file of this box.")
        .Live("scan_depth", Integer(1, 64, 8), s => s.ScanDepth, (s, v) => s with { ScanDepth = v },
            "Folder levels searched for .torrent files.")
        .Restart("max_torrents", Integer(1, 1_000_000, 10_000), s => s.MaxTorrents, (s, v) => s with { MaxTorrents = v },
            "Most torrents kept; further ones are left alone, and the page says so.")
        .Live("rescan", Duration(TimeSpan.FromSeconds(1), TimeSpan.FromDays(1)), s => s.Rescan, (s, v) => s with { Rescan = v },
            "How often folders and drives are looked through for files that came or went.")
        .Live("hash_threads", Integer(0, 64, 4), s => s.HashThreads, (s, v) => s with { HashThreads = v },
            "Threads that hash new files. 0: one for each core.")
        .Live("announce", Trackers, s => s.Announce, (s, v) => s with { Announce = v },
            "Trackers written into torrents made here. Empty: the one on this box.")
        .Live("web_seeds", WebSeeds, s => s.WebSeeds, (s, v) => s with { WebSeeds = v },
            "Further web addresses that hold the same files, written into torrents made here.")
        .Live("private", Switch, s => s.Private, (s, v) => s with { Private = v },
            "Make torrents private: clients then find peers through the trackers only.")
        .Live("show_private", Switch, s => s.ShowPrivate, (s, v) => s with { ShowPrivate = v },
            "Show private torrents that were found, and give them and their files to whoever looks, without their trackers. Else only "
            + "their peers know of them.")
        .Live("source", Text, s => s.Source, (s, v) => s with { Source = v },
            "Source tag of torrents made here; changes their info-hash.")
        .Live("comment", Text, s => s.Comment, (s, v) => s with { Comment = v },
            "Comment of torrents made here.")
        .Live("piece_size", Size(new ByteSize(0), ByteSize.MiB(64)), s => s.PieceSize, (s, v) => s with { PieceSize = v },
            "Piece size of torrents made here, a power of two from 16 KiB. 0 picks one by the size of the content.")
        .Live("fetch_to", OptionalPath, s => s.FetchTo, (s, v) => s with { FetchTo = v },
            "Folder into which torrents without data are downloaded, which makes this box a mirror. Empty: they wait for their data.")
        .Live("download", Rate(1_000), s => s.Download, (s, v) => s with { Download = v },
            "Download budget for fetch_to.")
        .Live("fetch_reserve", Size(new ByteSize(0), ByteSize.MiB(1 << 30)), s => s.FetchReserve, (s, v) => s with { FetchReserve = v },
            "Free space that downloads leave on the file system of fetch_to.");
}
