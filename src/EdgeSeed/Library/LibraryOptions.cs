using EdgeSeed.Config;
using EdgeSeed.Memory;
using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Storage;
using EdgeSeed.Storage.Content;
using EdgeSeed.Storage.Hashing;
using EdgeSeed.Storage.Library;
using EdgeSeed.Terminal;

namespace EdgeSeed.Library;

/// <summary>What the library is made of and how.</summary>
/// <param name="Folders">Folders and files to publish.</param>
/// <param name="Drives">Which drives, and how they are treated.</param>
/// <param name="Scan">How folders are searched.</param>
/// <param name="ScanDrive">How drives are searched.</param>
/// <param name="Walk">What of a folder goes into its torrent.</param>
/// <param name="Make">How missing torrents are made.</param>
/// <param name="Rescan">Time between two searches.</param>
internal sealed record LibraryOptions(
    IReadOnlyList<LocalPath> Folders, DrivesConfig Drives, ScanOptions Scan, ScanOptions ScanDrive, WalkOptions Walk, MakeOptions Make, TimeSpan Rescan)
{
    /// <summary>Bytes of a hashing thread's buffer: half of what <c>make</c> takes, since the service must stay small while it hashes.</summary>
    private const int HashBufferBytes = 256 * 1024;

    /// <summary>Bytes read ahead while hashing: what peers ask of the same drive meanwhile waits behind them, a second at most on a slow one.</summary>
    public const int HashAheadBytes = 32 * 1024 * 1024;

    /// <summary>Reads them from the configuration.</summary>
    /// <param name="whole">The configuration.</param>
    /// <param name="memory">How many torrents there is memory for.</param>
    /// <param name="publishes">Whether entries without a torrent are given one.</param>
    public static LibraryOptions Of(SeedConfig whole, MemoryPlan memory, bool publishes)
    {
        LibraryConfig config = whole.Library;
        var skip = new NamePatterns(config.Skip);
        var scan = new ScanOptions
        {
            Skip = skip,
            MaxDepth = config.ScanDepth,
            MaxTorrents = Math.Min(config.MaxTorrents, memory.Torrents),
            MaxTorrentFileLength = memory.TorrentFileBytes,
            PublishEntries = publishes,
            Links = config.FollowLinks ? LinkPolicy.Anywhere : LinkPolicy.Inside,
        };
        _ = SafePath.TryParse(config.PublishFolder, out SafePath publishFolder);
        var hashing = new HashOptions { BufferBytes = HashBufferBytes, AheadBytes = HashAheadBytes, DropBehind = true };
        return new LibraryOptions(
            [.. FoldersOf(config)],
            whole.Drives,
            scan,
            // What is plugged in may have been prepared by anybody: its links never lead out.
            scan with { PublishFolder = publishFolder, Links = LinkPolicy.Inside },
            WalkOptions.Default with { Skip = skip },
            new MakeOptions
            {
                Envelope = new MetainfoEnvelope
                {
                    CreatedBy = new ByteText(Product.Name),
                    Comment = Text(config.Comment),
                    WebSeeds = config.WebSeeds,
                },
                PieceLength = (int)config.PieceSize.Bytes,
                IsPrivate = config.Private,
                Source = Text(config.Source),
                WithSha256 = true,
                Hashing = config.HashThreads == 0 ? hashing : hashing with { Workers = config.HashThreads },
            },
            config.Rescan);
    }

    /// <summary>What is fetched is published like everything else.</summary>
    private static IEnumerable<LocalPath> FoldersOf(LibraryConfig config)
    {
        foreach (string folder in config.Folders) yield return LocalPath.FromString(folder);
        if (config.FetchTo.Length > 0) yield return LocalPath.FromString(config.FetchTo);
    }

    private static ByteText? Text(string text) => text.Length == 0 ? null : new ByteText(text);
}
