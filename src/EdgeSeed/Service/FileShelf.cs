using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Web;

namespace EdgeSeed.Service;

/// <summary>Finds files of torrents for downloads. Torrents are read from disk; the lists of the last few are kept, for a client comes back for each part.</summary>
/// <param name="library">What is published.</param>
/// <param name="shelf">Reads torrents.</param>
internal sealed class FileShelf(Library library, TorrentShelf shelf) : IWebFiles, IDisposable
{
    /// <summary>Lists kept at most; the oldest makes room.</summary>
    public const int MaxLists = 4;

    /// <summary>A list of more files is read anew for each request.</summary>
    public const int MaxKeptFiles = 4096;

    private readonly SemaphoreSlim _turn = new(1);
    private readonly FileList?[] _lists = new FileList?[MaxLists];
    private int _next;

    /// <inheritdoc/>
    public async Task<WebFile?> FindAsync(InfoHash infoHash, ReadOnlyMemory<byte> path, CancellationToken cancellation) =>
        (await ListOfAsync(infoHash, cancellation).ConfigureAwait(false))?.Find(path.Span);

    /// <inheritdoc/>
    public async Task<WebFolder?> ListAsync(InfoHash infoHash, CancellationToken cancellation) =>
        (await ListOfAsync(infoHash, cancellation).ConfigureAwait(false))?.ToFolder();

    private async Task<FileList?> ListOfAsync(InfoHash infoHash, CancellationToken cancellation)
    {
        // A private torrent that was found belongs to its tracker's swarm alone (BEP 27).
        if (library.Find(infoHash) is not { IsOffered: true } entry || entry is { IsPrivate: true, Found: not null }) return null;
        await _turn.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            FileList? list = Kept(entry);
            if (list is null)
            {
                list = await Task.Run(() => Read(entry, infoHash), cancellation).ConfigureAwait(false);
                if (list is { Count: <= MaxKeptFiles }) Keep(list);
            }
            return list;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    private FileList? Read(LibraryEntry entry, InfoHash infoHash) =>
        shelf.Read(entry, out Metainfo? torrent) is null && torrent is not null && torrent.InfoHash == infoHash ? new FileList(entry, torrent) : null;

    private FileList? Kept(LibraryEntry entry)
    {
        foreach (FileList? list in _lists)
        {
            if (ReferenceEquals(list?.Entry, entry)) return list;
        }
        return null;
    }

    private void Keep(FileList list)
    {
        _lists[_next] = list;
        _next = (_next + 1) % MaxLists;
    }
}
