using EdgeSeed.Config;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Storage;

namespace EdgeSeed.Service;

/// <summary>What the library is made of and how.</summary>
/// <param name="Folders">Folders and files to publish.</param>
/// <param name="Scan">How they are searched.</param>
/// <param name="Make">How missing torrents are made.</param>
/// <param name="Rescan">Time between two searches.</param>
internal sealed record LibraryOptions(IReadOnlyList<LocalPath> Folders, ScanOptions Scan, MakeOptions Make, TimeSpan Rescan)
{
    /// <summary>Bytes of a hashing thread's buffer: half of what <c>make</c> takes, since the service must stay small while it hashes.</summary>
    private const int HashBufferBytes = 256 * 1024;

    /// <summary>Reads them from the configuration.</summary>
    /// <param name="config">The configuration.</param>
    /// <param name="memory">How many torrents there is memory for.</param>
    public static LibraryOptions Of(LibraryConfig config, MemoryPlan memory)
    {
        var hashing = new HashOptions { BufferBytes = HashBufferBytes, InBackground = true };
        return new LibraryOptions(
            [.. config.Folders.Select(LocalPath.FromString)],
            new ScanOptions { MaxDepth = config.ScanDepth, MaxTorrents = Math.Min(config.MaxTorrents, memory.Torrents), MaxTorrentFileLength = memory.TorrentFileBytes },
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
                Hashing = config.HashThreads == 0 ? hashing : hashing with { Workers = config.HashThreads },
            },
            config.Rescan);
    }

    private static ByteText? Text(string text) => text.Length == 0 ? null : new ByteText(text);
}
