using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Storage.Posix;

namespace EdgeSeed.Storage;

/// <summary>
/// The files of a torrent that is being downloaded, below a folder that is held open: nothing is written outside it, no link below it is
/// followed, and when its drive is pulled nothing is written in the place where it was mounted. Files have their full length from the start
/// and take room as they fill. What is longer than the torrent says is somebody else's file and is refused.
/// </summary>
public sealed partial class TorrentTarget : BlockTarget, IDisposable
{
    /// <summary>Files open for writing at most, 16; when reached, the one opened first is closed.</summary>
    public const int MaxOpenFiles = 16;

    private const uint FileMode = 0x1b4;
    private const uint DirectoryMode = 0x1fd;

    private readonly Metainfo _torrent;
    private readonly FileMap _map;
    private readonly FileDescriptor _root;
    private readonly LocalPath _folder;
    private readonly Lock _gate = new();
    private readonly Dictionary<int, FileDescriptor> _open = [];
    private readonly Queue<int> _byAge = new();
    private readonly bool[] _isMade;

    private TorrentTarget(Metainfo torrent, LocalPath folder, FileDescriptor root)
    {
        (_torrent, _folder, _root) = (torrent, folder, root);
        _map = new FileMap(torrent.Files);
        _isMade = new bool[torrent.Files.Count];
    }

    /// <summary>The single file, or the folder of the files.</summary>
    public ContentLocation Location => new(_folder, _torrent.NamePath);

    /// <inheritdoc/>
    public override long TotalLength => _map.TotalLength;

    /// <summary>Opens the folder, which must be there; writes nothing yet.</summary>
    /// <param name="torrent">Whose files; kept.</param>
    /// <param name="folder">Below it comes the file or folder with the torrent's name.</param>
    /// <param name="target">The caller's to dispose, when null is returned.</param>
    public static StorageError? Open(Metainfo torrent, LocalPath folder, out TorrentTarget? target)
    {
        ArgumentNullException.ThrowIfNull(torrent);
        ArgumentNullException.ThrowIfNull(folder);
        target = null;
        int errno = FileDescriptor.OpenPath(folder.Bytes, OpenFlags.Directory, out FileDescriptor? root);
        if (errno != Errno.None) return StorageError.FromErrno(StorageOperation.Open, folder.ToString(), errno);
        target = new TorrentTarget(torrent, folder, root!);
        return null;
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
        return StorageError.FromErrno(operation, Show(index), errno);
    }

    /// <summary>An open file; the caller owes a <c>DangerousRelease</c>.</summary>
    private int Borrow(int index, out FileDescriptor? file)
    {
        lock (_gate)
        {
            if (!_open.TryGetValue(index, out file))
            {
                int errno = OpenFile(index, OpenFlags.ReadWrite, out file);
                if (errno != Errno.None) return errno;
                if (_byAge.Count == MaxOpenFiles && _open.Remove(_byAge.Dequeue(), out FileDescriptor? oldest)) oldest.Dispose();
                _open.Add(index, file!);
                _byAge.Enqueue(index);
            }
            bool isAdded = false;
            file!.DangerousAddRef(ref isAdded);
            return Errno.None;
        }
    }

    private void CloseAll()
    {
        foreach (FileDescriptor file in _open.Values) file.Dispose();
        _open.Clear();
        _byAge.Clear();
    }

    private ReadOnlySpan<byte> FolderOf(int index) => _torrent.IsSingleFile ? default : _torrent.Files[index].Path.Folder;

    private ReadOnlySpan<byte> NameOf(int index) => _torrent.IsSingleFile ? _torrent.NamePath.Span : _torrent.Files[index].Path.FileName;

    private string Show(int index) =>
        (_torrent.IsSingleFile ? Location.Path : Location.Path.Join(_torrent.Files[index].Path.Span)).ToString();
}
