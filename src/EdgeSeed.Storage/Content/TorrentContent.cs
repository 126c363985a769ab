using EdgeSeed.Linux;
using EdgeSeed.Linux.Files;
using EdgeSeed.Protocol.Torrents;

namespace EdgeSeed.Storage.Content;

/// <summary>
/// One torrent's data on disk, read-only. Holds the list of files but no piece hashes; open files are in the shared
/// <see cref="OpenFileCache"/>. A file whose length is not the torrent's is refused as a whole range, never read as if it were right.
/// </summary>
public sealed class TorrentContent : BlockSource, IDisposable
{
    /// <summary>Bytes announced to the kernel by one call: its usual read-ahead.</summary>
    private const int AdvisedBytes = 128 * 1024;

    private readonly IReadOnlyList<TorrentFile> _files;
    private readonly FileMap _map;
    private readonly OpenFileCache _cache;
    private readonly bool _isSingleFile;
    private readonly IReadOnlyList<FileStamp>? _stamps;
    private volatile bool _closed;

    /// <summary>Describes the data; opens nothing yet.</summary>
    /// <param name="files">The torrent's files.</param>
    /// <param name="isSingleFile">Whether the location is the one file itself rather than the folder that holds the files.</param>
    /// <param name="location">The file or the folder.</param>
    /// <param name="cache">Shared; outlives this.</param>
    /// <param name="stamps">
    /// How each file looked when it was verified: a file that looks otherwise when it is read is refused with <see cref="StorageFault.Changed"/>.
    /// Null where that is not watched.
    /// </param>
    public TorrentContent(
        IReadOnlyList<TorrentFile> files, bool isSingleFile, ContentLocation location, OpenFileCache cache, IReadOnlyList<FileStamp>? stamps = null)
    {
        ArgumentNullException.ThrowIfNull(files);
        (_files, _isSingleFile, Location, _cache, _stamps) = (files, isSingleFile, location, cache, stamps);
        _map = new FileMap(files);
    }

    /// <summary>Describes a torrent's data; opens nothing yet and keeps only its list of files.</summary>
    public TorrentContent(Metainfo metainfo, ContentLocation location, OpenFileCache cache, IReadOnlyList<FileStamp>? stamps = null)
        : this(location.FilesOf(metainfo), metainfo.IsSingleFile, location, cache, stamps)
    {
    }

    /// <summary>Where the data lies.</summary>
    public ContentLocation Location { get; }

    /// <inheritdoc/>
    public override long TotalLength => _map.TotalLength;

    /// <summary>Looks, without opening anything, whether the files are as they were when they were verified.</summary>
    /// <returns>Null when they are, or when that is not watched; otherwise the first that is not.</returns>
    public StorageError? FindChange()
    {
        if (_stamps is null) return null;
        using RootedFiles rooted = new(Location);
        for (int i = 0; i < _files.Count; i++)
        {
            if (_files[i].IsPadding || _files[i].IsSymbolicLink) continue;
            if (rooted.StatusOf(PathOf(i), out FileStatus status) is { } error)
            {
                if (error.Fault == StorageFault.Missing && _stamps[i] == default) continue;
                return error;
            }
            if (status.Stamp != _stamps[i] || status.Kind != FileKind.Regular) return Changed(i);
        }
        return null;
    }

    /// <inheritdoc/>
    public override StorageError? Read(long offset, Span<byte> buffer)
    {
        foreach (FileExtent extent in _map.Extents(offset, buffer.Length))
        {
            Span<byte> part = buffer[..(int)extent.Length];
            buffer = buffer[part.Length..];
            if (_files[extent.FileIndex].IsPadding) part.Clear();
            else if (ReadFile(extent.FileIndex, extent.FileOffset, part) is { } error) return error;
        }
        return null;
    }

    /// <inheritdoc/>
    public override bool IsCached => true;

    /// <inheritdoc/>
    public override void Announce(long offset, long length)
    {
        foreach (FileExtent extent in _map.Extents(offset, length))
        {
            if (_files[extent.FileIndex].IsPadding || Borrow(extent.FileIndex, mayOpen: true, out FileDescriptor? file) is not null) continue;
            // Where a page was lost again, the kernel would begin to read ahead there, beyond what is wanted.
            file!.Advise(0, 0, FileAdvice.Random);
            // One advice reads no more than the drive's read-ahead.
            for (long done = 0; done < extent.Length; done += AdvisedBytes)
            {
                file.Advise(extent.FileOffset + done, Math.Min(AdvisedBytes, extent.Length - done), FileAdvice.WillNeed);
            }
            file.DangerousRelease();
        }
    }

    /// <inheritdoc/>
    public override bool TryLease(long offset, int length, out FileLease lease, out StorageError? error)
    {
        (lease, error) = (default, null);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(length);
        FileExtents extents = _map.Extents(offset, length);
        if (!extents.MoveNext() || extents.Current.Length < length) return false;
        FileExtent extent = extents.Current;
        if (_files[extent.FileIndex].IsPadding) return false;
        error = Borrow(extent.FileIndex, mayOpen: false, out FileDescriptor? file);
        if (error is not null || file is null) return false;
        lease = new FileLease(file!, extent.FileOffset, length);
        return true;
    }

    /// <summary>
    /// Closes this torrent's files, so that its drive can be unmounted; reads and leases that are under way keep theirs until they
    /// end. Every later read fails with <see cref="StorageFault.Closed"/>.
    /// </summary>
    public void Dispose()
    {
        _closed = true;
        _cache.DropAll(this);
    }

    private StorageError? ReadFile(int index, long offset, Span<byte> buffer)
    {
        if (Borrow(index, mayOpen: true, out FileDescriptor? file) is { } error) return error;
        int errno, count;
        try
        {
            errno = file!.ReadAt(offset, buffer, out count);
        }
        finally
        {
            file!.DangerousRelease();
        }
        if (errno == Errno.None && count == buffer.Length) return null;

        // Whatever is wrong with this descriptor, the next reader starts afresh: the drive may be back by then.
        _cache.Drop(this, index);
        return errno == Errno.None
            ? StorageError.Found(StorageOperation.Read, Show(index), StorageFault.WrongLength, $"it ends at byte {offset + count}")
            : StorageError.FromErrno(StorageOperation.Read, Show(index), errno);
    }

    private StorageError? Borrow(int index, bool mayOpen, out FileDescriptor? file)
    {
        file = null;
        if (_closed) return StorageError.Found(StorageOperation.Open, Show(index), StorageFault.Closed, "its torrent was closed");
        file = _cache.Borrow(this, index);
        if (file is not null)
        {
            if (_stamps is null || (file.Status(out FileStatus now) == Errno.None && now.Stamp == _stamps[index])) return null;
            file.DangerousRelease();
            file = null;
            _cache.Drop(this, index);
        }
        if (!mayOpen) return null;
        using RootedFiles files = new(Location);
        StorageError? error = files.Open(PathOf(index), out FileDescriptor? opened, out FileStatus status);
        if (error is not null) return error;
        long expected = _files[index].Length;
        if (status.Stamp.Length != expected)
        {
            opened!.Dispose();
            return StorageError.Found(
                StorageOperation.Open, Show(index), StorageFault.WrongLength, $"it has {status.Stamp.Length} bytes instead of {expected}");
        }
        if (_stamps is not null && status.Stamp != _stamps[index])
        {
            opened!.Dispose();
            return Changed(index);
        }
        file = _cache.Keep(this, index, opened!);
        // Dispose may have run while the file was opened, and would then not have seen it.
        if (_closed) _cache.Drop(this, index);
        return null;
    }

    private StorageError Changed(int index) =>
        StorageError.Found(StorageOperation.Open, Show(index), StorageFault.Changed, "it changed since it was verified");

    private SafePath PathOf(int index) => _isSingleFile ? default : _files[index].Path;

    private string Show(int index) => Location.Path.Join(PathOf(index).Span).ToString();
}
