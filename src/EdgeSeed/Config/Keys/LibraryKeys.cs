using static EdgeSeed.Config.ConfigTypes;

namespace EdgeSeed.Config;

/// <summary>The keys of <c>[library]</c>.</summary>
internal static class LibraryKeys
{
    /// <summary>The section.</summary>
    public static readonly ConfigSection Section = new TableSection<LibraryConfig>(
            "library",
            "What is published. Nothing here is ever written to, except fetch_to.",
            config => config.Library, (config, section) => config with { Library = section })
        .Live("folders", Paths, s => s.Folders, (s, v) => s with { Folders = v },
            "Folders to publish besides plugged-in drives: every .torrent with its data beside it, and every other entry as a torrent "
            + "of its own.")
        .Live("publish_folder", FileName, s => s.PublishFolder, (s, v) => s with { PublishFolder = v },
            "Folder at the top of a drive whose entries are made into torrents; elsewhere on a drive only .torrent files count.")
        .Live("skip", Texts, s => s.Skip, (s, v) => s with { Skip = v },
            "File names to leave out besides the usual junk (dotfiles, Thumbs.db, System Volume Information); * and ? match.")
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
        .Live("web_seeds", Texts, s => s.WebSeeds, (s, v) => s with { WebSeeds = v },
            "Further web addresses that hold the same files, written into torrents made here.")
        .Live("private", Switch, s => s.Private, (s, v) => s with { Private = v },
            "Make torrents private: clients then find peers through the trackers only.")
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
