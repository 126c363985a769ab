using EdgeSeed.Engine;
using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Storage;
using EdgeSeed.Web;

namespace EdgeSeed.Service;

/// <summary>Reads the torrents of the library from disk when they are wanted, and dresses them for whoever asks.</summary>
/// <param name="library">What is published.</param>
/// <param name="state">Holds the torrents made here.</param>
/// <param name="urls">The trackers to name.</param>
/// <param name="session">Knows who is connected.</param>
internal sealed partial class TorrentShelf(Library library, StateDirectory state, TrackerUrls urls, SeedSession session) : ITorrentFiles, IDisposable
{
    /// <summary>Torrents read at a time: one may take 64 MiB. Further requests wait their turn.</summary>
    public const int MaxReadsAtOnce = 2;

    private readonly SemaphoreSlim _turns = new(MaxReadsAtOnce);

    /// <summary>Reads a torrent as it lies on the disk.</summary>
    /// <param name="entry">A library entry whose info-hash is known.</param>
    /// <param name="torrent">The torrent, when null is returned.</param>
    public StorageError? Read(LibraryEntry entry, out Metainfo? torrent)
    {
        torrent = null;
        if (entry.InfoHash is not { } infoHash) return null;
        return entry.Found is { } found
            ? TorrentFileReader.Read(found, new MetainfoLimits().MaxFileLength, out torrent, out _)
            : state.ReadTorrent(infoHash, out torrent, out _);
    }

    /// <inheritdoc/>
    public async Task<byte[]?> ReadAsync(InfoHash infoHash, string? announceUrl, CancellationToken cancellation)
    {
        if (library.Find(infoHash) is not { } entry) return null;
        await _turns.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            return await Task.Run(() => Dress(entry, infoHash, announceUrl), cancellation).ConfigureAwait(false);
        }
        finally
        {
            _turns.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _turns.Dispose();

    /// <summary>This box as a web seed, for the torrents made here; null for none.</summary>
    public WebSeedLink? WebSeed { get; init; }

    private byte[]? Dress(LibraryEntry entry, InfoHash infoHash, string? announceUrl)
    {
        // Between two scans another file may have taken the place of the one found.
        if (Read(entry, out Metainfo? torrent) is not null || torrent is null || torrent.InfoHash != infoHash) return null;
        return MetainfoWriter.Write(torrent.InfoBytes.Span, new MetainfoEnvelope
        {
            AnnounceTiers = urls.TiersFor(torrent, entry.Found is not null, announceUrl),
            WebSeeds = WebSeedsOf(entry, torrent, announceUrl),
            Comment = torrent.Comment,
            CreatedBy = torrent.CreatedBy,
            CreationDate = torrent.CreationDate,
            PieceLayers = torrent.PieceLayers,
        });
    }

    /// <summary>The web seeds of a torrent; this box is the last, behind those that the operator named.</summary>
    private IReadOnlyList<string> WebSeedsOf(LibraryEntry entry, Metainfo torrent, string? announceUrl)
    {
        if (entry.Found is not null || torrent.IsPrivate || WebSeed?.For(torrent.InfoHash, announceUrl) is not { } own) return torrent.WebSeeds;
        return [.. torrent.WebSeeds, own];
    }
}
