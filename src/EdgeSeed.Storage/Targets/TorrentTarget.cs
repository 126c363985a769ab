using System.Diagnostics;
using System.Text;
using EdgeSeed.Linux;
using EdgeSeed.Linux.Files;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Storage.Content;
using EdgeSeed.Storage.Names;

namespace EdgeSeed.Storage.Targets;

/// <summary>
/// The files of a torrent that is being downloaded, below a folder that is held open: nothing is written outside it, no link below it is
/// followed, and when its drive is pulled nothing is written in the place where it was mounted. Files have their full length from the start
/// and take room as they fill. What was there before and is not the torrent's is left as it is.
/// </summary>
public sealed partial class TorrentTarget : BlockTarget, IDisposable
{
    /// <summary>Files open for writing at most, 16; when reached, the one opened first is closed.</summary>
    public const int MaxOpenFiles = 16;

    private const long TimeGrainNanoseconds = 2_000_000_000;
    private const uint FileMode = 0x1b4;
    private const uint DirectoryMode = 0x1fd;

    private readonly Metainfo _torrent;
    private readonly IReadOnlyList<TorrentFile> _files;
    private readonly FileMap _map;
    private readonly FileDescriptor _root;
    private readonly LocalPath _folder;
    private readonly Lock _gate = new();
    private readonly Dictionary<int, FileDescriptor> _open = [];
    private readonly Queue<int> _byAge = new();
    private readonly bool[] _isMade;

    /// <summary>By file index its way from the folder, by the names that are there; null where those are the torrent's own.</summary>
    private readonly byte[][]? _spelt;

    /// <summary>How each file looked when it was last closed; the default value for what is not to be opened.</summary>
    private readonly FileStatus[] _left;

    private TorrentTarget(Metainfo torrent, ContentLocation place, FileDescriptor root)
    {
        (_torrent, _folder, _root) = (torrent, place.Root, root);
        _map = new FileMap(torrent.Files);
        _isMade = new bool[torrent.Files.Count];
        _left = new FileStatus[torrent.Files.Count];
        Location = place with { Links = LinkPolicy.Never };
        _files = Location.FilesOf(torrent);
        if (Location.Spelling != NameSpelling.Alike) return;
        using RootedFiles rooted = new(Location);
        _spelt = [.. _files.Select((file, i) => IsStored(i) ? rooted.SpeltWay(file.Path) : [])];
    }

    /// <summary>The single file, or the folder of the files.</summary>
    public ContentLocation Location { get; }

    /// <inheritdoc/>
    public override long TotalLength => _map.TotalLength;

    /// <summary>Where a torrent's files come when nothing of it is there.</summary>
    /// <param name="torrent">Whose files.</param>
    /// <param name="folder">Below it comes the file or folder with the torrent's name.</param>
    /// <param name="inOwnFolder">
    /// Whether the torrent gets a folder of its own between both, made when it is needed, as nobody chose one for it. It has the torrent's name,
    /// without a dot at the front. Several files have one anyway; and a file that lies in <paramref name="folder"/> already stays there.
    /// </param>
    public static ContentLocation OwnPlace(Metainfo torrent, LocalPath folder, bool inOwnFolder)
    {
        ArgumentNullException.ThrowIfNull(torrent);
        ArgumentNullException.ThrowIfNull(folder);
        byte[]? between = inOwnFolder ? OwnFolder(torrent, folder) : null;
        byte[] way = between is null ? torrent.NamePath.Span.ToArray() : [.. between, (byte)'/', .. torrent.NamePath.Span];
        if (SafePath.Check(way, out SafePath within) != PathFault.None) throw new UnreachableException("Both are safe, and short.");
        return new ContentLocation(folder, within);
    }

    /// <summary>Opens the folder that is the root of a place, which must be there; writes nothing yet.</summary>
    /// <param name="torrent">Whose files; kept.</param>
    /// <param name="place">The file or the folder, which need not be there; no link is followed below its root.</param>
    /// <param name="target">The caller's to dispose, when null is returned.</param>
    public static StorageError? Open(Metainfo torrent, ContentLocation place, out TorrentTarget? target)
    {
        ArgumentNullException.ThrowIfNull(torrent);
        ArgumentNullException.ThrowIfNull(place);
        target = null;
        int errno = FileDescriptor.OpenPath(place.Root.Bytes, OpenFlags.Directory, out FileDescriptor? root);
        if (errno != Errno.None) return StorageError.FromErrno(StorageOperation.Open, place.Root.ToString(), errno);
        target = new TorrentTarget(torrent, place, root!);
        return null;
    }

    private static byte[]? OwnFolder(Metainfo torrent, LocalPath folder)
    {
        ReadOnlySpan<byte> name = torrent.NamePath.FileName;
        if (!StartedName.Is(name))
        {
            bool isThere = FileDescriptor.StatusOfPath(folder.Join(name).Bytes, out FileStatus status) == Errno.None && status.Kind != FileKind.Directory;
            if (!torrent.IsSingleFile || isThere) return null;
        }
        ReadOnlySpan<byte> plain = name.TrimStart((byte)'.');
        return plain.IsEmpty ? Encoding.ASCII.GetBytes(torrent.InfoHash.ToString()) : plain.ToArray();
    }

    /// <inheritdoc/>
    public override void Reserve(long offset, int length)
    {
        foreach (FileExtent extent in _map.Extents(offset, length))
        {
            if (_torrent.Files[extent.FileIndex].IsPadding || Borrow(extent.FileIndex, out FileDescriptor? file) != Errno.None) continue;
            file!.Reserve(extent.FileOffset, extent.Length);
            file.DangerousRelease();
        }
    }

    /// <inheritdoc/>
    public override StorageError? Write(long offset, ReadOnlySpan<byte> bytes)
    {
        foreach (FileExtent extent in _map.Extents(offset, bytes.Length))
        {
            ReadOnlySpan<byte> part = bytes[..(int)extent.Length];
            bytes = bytes[part.Length..];
            if (_torrent.Files[extent.FileIndex].IsPadding) continue;
            int errno = Borrow(extent.FileIndex, out FileDescriptor? file);
            if (errno == Errno.None)
            {
                errno = file!.WriteAt(extent.FileOffset, part);
                file.DangerousRelease();
            }
            if (errno != Errno.None) return Failed(extent.FileIndex, StorageOperation.Store, errno);
        }
        return null;
    }

    /// <inheritdoc/>
    public override StorageError? Write(long offset, ReadOnlySpan<ReadOnlyMemory<byte>> parts)
    {
        int length = 0;
        foreach (ReadOnlyMemory<byte> part in parts) length += part.Length;
        foreach (FileExtent extent in _map.Extents(offset, length))
        {
            // Of several files each takes its own part of each part.
            if (extent.Length < length || _torrent.Files[extent.FileIndex].IsPadding) break;
            int errno = Borrow(extent.FileIndex, out FileDescriptor? file);
            if (errno == Errno.None)
            {
                errno = file!.WriteAt(extent.FileOffset, parts);
                file.DangerousRelease();
            }
            return errno == Errno.None ? null : Failed(extent.FileIndex, StorageOperation.Store, errno);
        }
        return base.Write(offset, parts);
    }

    /// <inheritdoc/>
    public override StorageError? Read(long offset, Span<byte> buffer)
    {
        foreach (FileExtent extent in _map.Extents(offset, buffer.Length))
        {
            Span<byte> part = buffer[..(int)extent.Length];
            buffer = buffer[part.Length..];
            if (_torrent.Files[extent.FileIndex].IsPadding)
            {
                part.Clear();
                continue;
            }
            int count = 0;
            int errno = Borrow(extent.FileIndex, out FileDescriptor? file);
            if (errno == Errno.None)
            {
                errno = file!.ReadAt(extent.FileOffset, part, out count);
                file.DangerousRelease();
            }
            if (errno != Errno.None) return Failed(extent.FileIndex, StorageOperation.Read, errno);
            if (count < part.Length) return StorageError.Found(StorageOperation.Read, Show(extent.FileIndex), StorageFault.WrongLength, "it was made shorter");
        }
        return null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate) CloseAll();
        _root.Dispose();
    }

    /// <summary>Whatever is wrong with this descriptor, the next writer opens the file afresh.</summary>
    private StorageError Failed(int index, StorageOperation operation, int errno)
    {
        lock (_gate) CloseAll();
        return Failure(index, operation, errno);
    }

    private StorageError Failure(int index, StorageOperation operation, int errno) => errno == Errno.Stale
        ? StorageError.Found(operation, Show(index), StorageFault.Missing, "another file is in its place")
        : StorageError.FromErrno(operation, Show(index), errno);

    /// <summary>An open file; the caller owes a <c>DangerousRelease</c>.</summary>
    private int Borrow(int index, out FileDescriptor? file)
    {
        lock (_gate)
        {
            if (!_open.TryGetValue(index, out file))
            {
                int errno = OpenAsLeft(index, out file);
                if (errno != Errno.None) return errno;
                if (_byAge.Count == MaxOpenFiles) Close(_byAge.Dequeue());
                _open.Add(index, file!);
                _byAge.Enqueue(index);
            }
            bool isAdded = false;
            file!.DangerousAddRef(ref isAdded);
            return Errno.None;
        }
    }

    /// <summary>Opens a file that <see cref="Prepare"/> found or made, unless another took its place since.</summary>
    private int OpenAsLeft(int index, out FileDescriptor? file)
    {
        file = null;
        FileStatus left = _left[index];
        if (left == default) return Errno.NotFound;
        int errno = OpenFile(index, OpenFlags.ReadWrite | OpenFlags.NonBlocking, out file);
        if (errno != Errno.None) return errno;
        errno = file!.Status(out FileStatus now);
        // On vfat and its like the number of a closed file may change, and its time is kept to two seconds.
        bool isSame = IsSame(now, left)
            || (now.Kind == FileKind.Regular && now.Stamp.Length == left.Stamp.Length && Math.Abs(now.Stamp.ModifiedNanoseconds - left.Stamp.ModifiedNanoseconds) <= TimeGrainNanoseconds);
        if (errno == Errno.None && isSame) return errno;
        file.Dispose();
        file = null;
        return errno == Errno.None ? Errno.Stale : errno;
    }

    private void Close(int index)
    {
        if (!_open.Remove(index, out FileDescriptor? file)) return;
        if (file.Status(out FileStatus status) == Errno.None) _left[index] = status;
        file.Dispose();
    }

    private void CloseAll()
    {
        while (_byAge.TryDequeue(out int index)) Close(index);
    }

    /// <summary>A file's path inside <see cref="Location"/>.</summary>
    private SafePath PathOf(int index) => _torrent.IsSingleFile ? default : _files[index].Path;

    /// <summary>The way from the folder to a file.</summary>
    private byte[] WayTo(int index)
    {
        if (_spelt is not null) return _spelt[index];
        SafePath within = Location.Within, path = PathOf(index);
        return path.Span.IsEmpty || within.Span.IsEmpty ? [.. within.Span, .. path.Span] : [.. within.Span, (byte)'/', .. path.Span];
    }

    private ReadOnlySpan<byte> NameOf(int index)
    {
        ReadOnlySpan<byte> way = WayTo(index);
        return way[(way.LastIndexOf((byte)'/') + 1)..];
    }

    private string Show(int index) => _folder.Join(WayTo(index)).ToString();
}
