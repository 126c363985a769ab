using EdgeSeed.Engine.Sessions;
using EdgeSeed.Memory;
using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Protocol.Trackers;
using EdgeSeed.Status;
using EdgeSeed.Storage;
using EdgeSeed.Storage.Library;
using EdgeSeed.Storage.State;
using EdgeSeed.Torrents;
using EdgeSeed.Web;

namespace EdgeSeed.Library;

/// <summary>Reads the torrents of the library from disk when they are wanted, and dresses them for whoever asks.</summary>
/// <param name="library">What is published.</param>
/// <param name="state">Holds the torrents made here.</param>
/// <param name="urls">The trackers to name.</param>
/// <param name="session">Knows who is connected.</param>
internal sealed partial class TorrentShelf(Catalogue library, StateDirectory state, TrackerUrls urls, SeedSession session) : ITorrentFiles, IDisposable
{
    /// <summary>Torrents that cannot be read and of which the log was told; of others beyond it is told each time.</summary>
    private const int MaxTold = 64;

    /// <summary>A file of so many bytes leaves behind what is worth taking out.</summary>
    private const int LargeFileBytes = 256 * 1024;

    private readonly SemaphoreSlim _turn = new(1);
    private readonly HashSet<InfoHash> _told = [];

    /// <summary>Bytes of memory that reading one torrent may take (<see cref="MemoryPlan.TorrentFileBytes"/>); no other is read meanwhile.</summary>
    public int MaxBytes { get; init; } = new MetainfoLimits().MaxFileLength;

    /// <summary>Told of each torrent that takes more, once.</summary>
    public Action<string, string> TooLarge { get; init; } = static (_, _) => { };

    /// <summary>Reads a torrent as it lies on the disk, when it is its turn, and takes from it what is wanted.</summary>
    /// <param name="entry">A library entry whose info-hash is known.</param>
    /// <param name="take">Must keep no part of the torrent.</param>
    /// <param name="cancellation">Ends the wait for the turn.</param>
    public async Task<Shelved<T>> ReadAsync<T>(LibraryEntry entry, Func<Metainfo, T?> take, CancellationToken cancellation) where T : class
    {
        await _turn.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            return await Task.Run(() => Read(entry, take), CancellationToken.None).ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>The same where nothing is taken away; nothing happens where it cannot be read.</summary>
    public Task ReadAsync(LibraryEntry entry, Action<Metainfo> use, CancellationToken cancellation) => ReadAsync(
        entry,
        torrent =>
        {
            use(torrent);
            return "";
        },
        cancellation);

    /// <inheritdoc/>
    public async Task<Shelved<DressedTorrent>> ReadAsync(InfoHash infoHash, string? announceUrl, CancellationToken cancellation) =>
        library.FindShown(infoHash) is { } entry ? await ReadAsync(entry, torrent => Dress(entry, torrent, announceUrl), cancellation).ConfigureAwait(false) : default;

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    /// <summary>This box as a web seed, for the torrents made here; null for none.</summary>
    public WebSeedLink? WebSeed { get; init; }

    private Shelved<T> Read<T>(LibraryEntry entry, Func<Metainfo, T?> take) where T : class
    {
        if (entry.InfoHash is not { } infoHash) return default;
        StorageError? error = entry.Found is { } found
            ? TorrentFileReader.Read(found, MaxBytes, out Metainfo? torrent, out _)
            : state.ReadTorrent(infoHash, out torrent, MaxBytes);
        if (error is { Fault: StorageFault.TooLarge })
        {
            if (!_told.Contains(infoHash)) TooLarge(entry.Name, error.Detail);
            if (_told.Count < MaxTold) _told.Add(infoHash);
            return new Shelved<T>(null, IsTooLarge: true);
        }
        // Between two scans another file may have taken the place of the one found.
        if (error is not null || torrent is null || torrent.InfoHash != infoHash) return default;
        var taken = new Shelved<T>(take(torrent));
        bool isLarge = torrent.ReadingBytes > LargeFileBytes;
        torrent = null;
        if (isLarge) HeapSweep.Run();
        return taken;
    }

    private DressedTorrent Dress(LibraryEntry entry, Metainfo torrent, string? announceUrl)
    {
        // What else stands in a private one may say whose it is.
        MetainfoEnvelope envelope = entry.IsOthersSecret ? new MetainfoEnvelope() : new MetainfoEnvelope
        {
            AnnounceTiers = urls.TiersFor(torrent, entry.Found is not null, announceUrl),
            WebSeeds = WebSeedsOf(entry, torrent, announceUrl),
            Comment = torrent.Comment,
            CreatedBy = torrent.CreatedBy,
            CreationDate = torrent.CreationDate,
        };
        var around = MetainfoWriter.WriteAround(envelope, hasLayers: !torrent.LayersPlace.Equals(default));
        return new DressedTorrent(entry.Found ?? state.LocationOf(torrent.InfoHash), torrent.File.Length, torrent.InfoPlace, torrent.LayersPlace, around);
    }

    /// <summary>The web seeds of a torrent; this box is the last, behind those that the operator named.</summary>
    private IReadOnlyList<string> WebSeedsOf(LibraryEntry entry, Metainfo torrent, string? announceUrl)
    {
        IEnumerable<string> open = torrent.WebSeeds.Where(static address => !AddressSecret.IsInWebSeed(address));
        if (entry.Found is not null || torrent.IsPrivate || WebSeed?.For(torrent.InfoHash, announceUrl) is not { } own) return [.. open];
        return [.. open, own];
    }
}
