using System.Text;
using EdgeSeed.Linux.Files;
using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Protocol.Wire;
using EdgeSeed.Storage.Content;

namespace EdgeSeed.Storage.Library;

/// <summary>
/// One torrent's data on disk whose list of files is read from its <c>.torrent</c> when somebody wants the data, and let go at
/// <see cref="Rest"/>: ten thousand torrents that nobody asks for cost little more than their names.
/// </summary>
public sealed class ShelvedContent : BlockSource, IHashedBytes, IDisposable
{
    private static readonly TimeSpan s_lookInterval = TimeSpan.FromMinutes(10);

    private readonly InfoHash _infoHash;
    private readonly long _totalLength;
    private readonly long _contentLength;
    private readonly long _readingBytes;
    private readonly int _infoStart;
    private readonly int _fileLength;
    private readonly bool _isSingleFile;
    private readonly bool _isKept;
    private readonly ContentLocation _torrentFile;
    private readonly ContentLocation _data;
    private readonly OpenFileCache _cache;
    private readonly IReadOnlyList<FileStamp> _stamps;
    private TorrentContent? _open;
    private HashTrees? _trees;
    private long _lookedAt;
    private volatile bool _isClosed;

    /// <summary>Describes the data; keeps nothing of the torrent but its name and length.</summary>
    /// <param name="torrent">The torrent, as it was parsed from its file.</param>
    /// <param name="torrentFile">Where it can be read again; null when it is kept in the state directory.</param>
    /// <param name="kept">The state directory's folder of torrents.</param>
    /// <param name="data">The single file or the folder.</param>
    /// <param name="cache">Shared; outlives this.</param>
    /// <param name="stamps">How each file looked when it was verified (see <see cref="TorrentContent"/>).</param>
    public ShelvedContent(
        Metainfo torrent, ContentLocation? torrentFile, ContentLocation kept, ContentLocation data, OpenFileCache cache, IReadOnlyList<FileStamp> stamps)
    {
        ArgumentNullException.ThrowIfNull(torrent);
        (_infoHash, _totalLength, _contentLength, _isSingleFile) = (torrent.InfoHash, torrent.TotalLength, torrent.ContentLength, torrent.IsSingleFile);
        _readingBytes = torrent.ReadingBytes;
        (_torrentFile, _isKept, _data, _cache, _stamps) = (torrentFile ?? kept, torrentFile is null, data, cache, stamps);
        (_infoStart, _fileLength) = (torrent.InfoPlace.Start.Value, torrent.File.Length);
        // At once after the start would be once more what was just done, and all at a time.
        _lookedAt = Environment.TickCount64 - Random.Shared.Next((int)s_lookInterval.TotalMilliseconds);
    }

    /// <inheritdoc/>
    public override long TotalLength => _totalLength;

    /// <summary>Whether the list of files is in memory.</summary>
    public bool IsOpen => Volatile.Read(ref _open) is not null;

    /// <inheritdoc/>
    public override StorageError? Read(long offset, Span<byte> buffer) =>
        Open(out TorrentContent? content) is { } error ? error : content!.Read(offset, buffer);

    /// <inheritdoc/>
    public override bool IsCached => true;

    /// <inheritdoc/>
    public override void Announce(long offset, long length)
    {
        if (Open(out TorrentContent? content) is null) content!.Announce(offset, length);
    }

    /// <summary>As the base says; false without an error while the list of files is not in memory, since <see cref="Read"/> brings it.</summary>
    public override bool TryLease(long offset, int length, out FileLease lease, out StorageError? error)
    {
        (lease, error) = (default, null);
        return Volatile.Read(ref _open) is { } content && content.TryLease(offset, length, out lease, out error);
    }

    /// <summary>
    /// Looks, without opening anything of the data, whether the files are as they were when they were verified. A folder that nobody asks for is
    /// looked at every ten minutes: its list of files has to be read for it.
    /// </summary>
    /// <returns>Null when they are; otherwise the first that is not.</returns>
    public StorageError? FindChange()
    {
        if (!_isSingleFile && !IsOpen)
        {
            long now = Environment.TickCount64;
            if (now - _lookedAt < s_lookInterval.TotalMilliseconds) return null;
            _lookedAt = now;
        }
        // Not kept: a look is no reason to hold the list.
        StorageError? error = null;
        TorrentContent? content = Volatile.Read(ref _open);
        if (content is null) error = Load(out content);
        return error ?? content!.FindChange();
    }

    /// <inheritdoc/>
    public override void Rest()
    {
        Volatile.Write(ref _trees, null);
        if (Interlocked.Exchange(ref _open, null) is { } content) _cache.DropAll(content);
    }

    /// <summary>Closes the files, so that the drive can be unmounted. Every later read fails with <see cref="StorageFault.Closed"/>.</summary>
    public void Dispose()
    {
        _isClosed = true;
        Interlocked.Exchange(ref _open, null)?.Dispose();
    }

    /// <summary>Reads a part of the info dictionary from the <c>.torrent</c>, which is open only meanwhile.</summary>
    internal StorageError? ReadInfo(long offset, Span<byte> buffer) => ReadTorrent(_infoStart + offset, buffer);

    StorageError? IHashedBytes.ReadTorrent(long offset, Span<byte> buffer) => ReadTorrent(offset, buffer);

    StorageError? IHashedBytes.ReadContent(long offset, Span<byte> buffer) => Read(offset, buffer);

    /// <summary>Reads a part of the <c>.torrent</c>, which is open only meanwhile.</summary>
    private StorageError? ReadTorrent(long offset, Span<byte> buffer) => TorrentFileReader.ReadPart(TorrentFile(), _fileLength, offset, buffer);

    /// <summary>Reads hashes of its files' trees; where these lie is read when somebody asks, and let go at <see cref="Rest"/>.</summary>
    internal StorageError? ReadHashes(in HashRequest request, Span<byte> hashes)
    {
        HashTrees? trees = Volatile.Read(ref _trees);
        if (trees is null)
        {
            if (ReadMetainfo(out Metainfo? torrent) is { } error) return error;
            if (torrent!.FileHashes is not { } there) return StorageError.Found(StorageOperation.Read, TorrentFile().ToString(), StorageFault.Withheld, "it has no hash trees");
            trees = new HashTrees(there, this);
            Volatile.Write(ref _trees, trees);
        }
        return trees.Read(request, hashes);
    }

    /// <summary>One place for all torrents in a folder that is named after what they are, instead of a path for each.</summary>
    private ContentLocation TorrentFile()
    {
        if (!_isKept) return _torrentFile;
        _ = SafePath.Check(Encoding.ASCII.GetBytes(_infoHash + TorrentFileReader.Extension), out SafePath name);
        return _torrentFile with { Within = name };
    }

    private StorageError? Open(out TorrentContent? content)
    {
        content = Volatile.Read(ref _open);
        if (_isClosed) return StorageError.Found(StorageOperation.Open, _data.ToString(), StorageFault.Closed, "its torrent was closed");
        if (content is not null) return null;
        if (Load(out TorrentContent? loaded) is { } error) return error;
        content = Interlocked.CompareExchange(ref _open, loaded, null) ?? loaded;
        // Dispose may have run meanwhile, and would then not have seen it.
        if (_isClosed) content!.Dispose();
        return null;
    }

    private StorageError? Load(out TorrentContent? content)
    {
        content = null;
        if (_isSingleFile)
        {
            var file = new TorrentFile(default, _contentLength, 0);
            TorrentFile[] padded = [file, new TorrentFile(default, _totalLength - _contentLength, _contentLength, TorrentFileAttributes.Padding)];
            content = new TorrentContent(_totalLength == _contentLength ? [file] : padded, isSingleFile: true, _data, _cache, _stamps);
            return null;
        }
        if (ReadMetainfo(out Metainfo? torrent) is { } error) return error;
        IReadOnlyList<TorrentFile> named = _data.FilesOf(torrent!);
        var files = new TorrentFile[named.Count];
        for (int i = 0; i < files.Length; i++)
        {
            // Copied, because a slice would keep the whole .torrent with its hashes in memory.
            files[i] = named[i] with { Path = named[i].Path.Copy() };
        }
        content = new TorrentContent(files, isSingleFile: false, _data, _cache, _stamps);
        return null;
    }

    private StorageError? ReadMetainfo(out Metainfo? torrent)
    {
        StorageError? error = TorrentFileReader.Read(TorrentFile(), _readingBytes, out torrent, out _);
        if (error is not null) return error;
        return torrent!.InfoHash == _infoHash
            ? null
            : StorageError.Found(StorageOperation.Load, TorrentFile().ToString(), StorageFault.Changed, "it holds another torrent by now");
    }
}
