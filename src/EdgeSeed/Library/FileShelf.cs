using EdgeSeed.Config;
using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Status;
using EdgeSeed.Upload;
using EdgeSeed.Web;

namespace EdgeSeed.Library;

/// <summary>Finds files of torrents for downloads. Torrents are read from disk; the lists of the last few are kept, for a client comes back for each part.</summary>
/// <param name="library">What is published.</param>
/// <param name="shelf">Reads torrents.</param>
/// <param name="config">Says what is paused.</param>
internal sealed class FileShelf(Catalogue library, TorrentShelf shelf, Func<SeedConfig> config) : IWebFiles
{
    /// <summary>Lists kept at most; the oldest makes room.</summary>
    public const int MaxLists = 4;

    /// <summary>A list of more files is read anew for each request.</summary>
    public const int MaxKeptFiles = 4096;

    private readonly Lock _gate = new();
    private readonly FileList?[] _lists = new FileList?[MaxLists];
    private int _next;

    /// <inheritdoc/>
    public bool IsPaused(InfoHash infoHash) => Published(infoHash) is { } entry && TorrentWishes.Of(config(), entry).Paused;

    /// <inheritdoc/>
    public async Task<Shelved<WebFile>> FindAsync(InfoHash infoHash, ReadOnlyMemory<byte> path, CancellationToken cancellation)
    {
        if (Published(infoHash) is not { } entry) return default;
        if (Kept(entry) is { } kept) return new Shelved<WebFile>(kept.Find(path.Span));
        return await shelf.ReadAsync(entry, torrent => ListOf(entry, torrent).Find(path.Span), cancellation).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task<Shelved<WebFolder>> ListAsync(InfoHash infoHash, int most, CancellationToken cancellation)
    {
        if (Published(infoHash) is not { } entry) return default;
        if (Kept(entry) is { } kept) return new Shelved<WebFolder>(kept.ToFolder(most));
        return await shelf.ReadAsync(entry, torrent => ListOf(entry, torrent).ToFolder(most), cancellation).ConfigureAwait(false);
    }

    private LibraryEntry? Published(InfoHash infoHash) =>
        library.FindShown(infoHash) is { IsOffered: true } entry ? entry : null;

    /// <summary>Called when it is this torrent's turn to be read; another who waited may have kept its list meanwhile.</summary>
    private FileList ListOf(LibraryEntry entry, Metainfo torrent)
    {
        FileList list = Kept(entry) ?? new FileList(entry, torrent);
        if (list.Count <= MaxKeptFiles) Keep(list);
        return list;
    }

    private FileList? Kept(LibraryEntry entry)
    {
        lock (_gate) return Array.Find(_lists, list => ReferenceEquals(list?.Entry, entry));
    }

    private void Keep(FileList list)
    {
        lock (_gate)
        {
            if (Array.IndexOf(_lists, list) >= 0) return;
            _lists[_next] = list;
            _next = (_next + 1) % MaxLists;
        }
    }
}
