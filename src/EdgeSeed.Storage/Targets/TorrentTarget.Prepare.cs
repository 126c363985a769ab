using EdgeSeed.Storage.Posix;

namespace EdgeSeed.Storage;

public sealed partial class TorrentTarget
{
    private static readonly byte[] s_here = "."u8.ToArray();

    /// <summary>Whether any file of the torrent is there already, so that it is worth checking.</summary>
    public bool HasData()
    {
        using RootedFiles rooted = new(Location);
        for (int i = 0; i < _torrent.Files.Count; i++)
        {
            if (!IsStored(i) || _torrent.Files[i].Length == 0) continue;
            if (rooted.StatusOf(_torrent.IsSingleFile ? default : _torrent.Files[i].Path, out FileStatus status) is null && status.Stamp.Length > 0) return true;
        }
        return false;
    }

    /// <summary>Makes folders and files, at their full length; those that are there are made longer where needed.</summary>
    /// <param name="isWanted">By file index; null makes all.</param>
    /// <returns>Null on success. A file that is longer than the torrent's is not touched.</returns>
    public StorageError? Prepare(Func<int, bool>? isWanted = null)
    {
        for (int i = 0; i < _torrent.Files.Count; i++)
        {
            if (!IsStored(i) || isWanted?.Invoke(i) == false) continue;
            int errno = OpenFile(i, OpenFlags.ReadWrite | OpenFlags.Create | OpenFlags.NonBlocking, out FileDescriptor? file);
            if (errno != Errno.None) return StorageError.FromErrno(StorageOperation.Store, Show(i), errno);
            using (file)
            {
                if (Lengthen(i, file!) is { } error) return error;
            }
            _isMade[i] = true;
        }
        return null;
    }

    /// <summary>Waits until the medium has all that was written.</summary>
    /// <returns>Null on success; on failure what was written since the last success may be lost.</returns>
    public StorageError? Synchronise()
    {
        for (int i = 0; i < _torrent.Files.Count; i++)
        {
            if (!IsStored(i)) continue;
            int errno = OpenFile(i, OpenFlags.ReadOnly, out FileDescriptor? file);
            // A file that is not wanted was never there.
            if (errno == Errno.NotFound && !_isMade[i]) continue;
            if (errno == Errno.None)
            {
                using (file) errno = file!.Synchronise();
            }
            if (errno != Errno.None) return StorageError.FromErrno(StorageOperation.Store, Show(i), errno);
        }
        return null;
    }

    /// <summary>
    /// Whether the folder and the files that are open are still where they were made: what is removed, or lies on a drive that was pulled,
    /// takes data without an error for a while, and it is lost.
    /// </summary>
    /// <returns>Null when they are.</returns>
    public StorageError? FindLoss()
    {
        int errno = FileDescriptor.StatusOfPath(_folder.Bytes, out FileStatus there);
        FileStatus held = default;
        if (errno == Errno.None) errno = _root.Status(out held);
        if (errno != Errno.None) return StorageError.FromErrno(StorageOperation.Open, _folder.ToString(), errno);
        if (!IsSame(there, held)) return StorageError.Found(StorageOperation.Open, _folder.ToString(), StorageFault.Missing, "another folder is in its place");
        lock (_gate)
        {
            foreach ((int index, FileDescriptor file) in _open)
            {
                errno = OpenFile(index, OpenFlags.PathOnly, out FileDescriptor? named);
                if (errno != Errno.None) return StorageError.FromErrno(StorageOperation.Open, Show(index), errno);
                using (named)
                {
                    bool isSame = file.Status(out held) == Errno.None && named!.Status(out there) == Errno.None && IsSame(there, held);
                    if (!isSame) return StorageError.Found(StorageOperation.Open, Show(index), StorageFault.Missing, "another file is in its place");
                }
            }
        }
        return null;
    }

    private static bool IsSame(in FileStatus one, in FileStatus other) => one.Inode == other.Inode && one.Device == other.Device;

    /// <summary>Moves the file or folder into another folder of the same file system, once it is complete; nothing there is replaced.</summary>
    public StorageError? MoveTo(LocalPath folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        lock (_gate) CloseAll();
        byte[] name = _torrent.NamePath.Span.ToArray();
        int errno = FileDescriptor.OpenPath(folder.Bytes, OpenFlags.Directory, out FileDescriptor? target);
        using (target)
        {
            if (errno == Errno.None) errno = target!.StatusOfEntry(name, out _) == Errno.NotFound ? _root.Rename(name, target, name) : Errno.Exists;
        }
        return errno == Errno.None ? null : StorageError.FromErrno(StorageOperation.Store, folder.Join(name).ToString(), errno);
    }

    /// <summary>How the files look now, for a <see cref="ResumeRecord"/>.</summary>
    public IReadOnlyList<FileStamp> Stamps()
    {
        using RootedFiles rooted = new(Location);
        var stamps = new FileStamp[_torrent.Files.Count];
        for (int i = 0; i < stamps.Length; i++)
        {
            if (IsStored(i) && rooted.StatusOf(_torrent.IsSingleFile ? default : _torrent.Files[i].Path, out FileStatus status) is null) stamps[i] = status.Stamp;
        }
        return stamps;
    }

    private bool IsStored(int index) => !_torrent.Files[index].IsPadding && !_torrent.Files[index].IsSymbolicLink;

    private StorageError? Lengthen(int index, FileDescriptor file)
    {
        long wanted = _torrent.Files[index].Length;
        int errno = file.Status(out FileStatus status);
        if (errno == Errno.None && status.Kind != FileKind.Regular)
            return StorageError.Found(StorageOperation.Store, Show(index), StorageFault.NotAFile, "it is not a regular file");
        if (errno == Errno.None && status.Stamp.Length > wanted)
        {
            return StorageError.Found(
                StorageOperation.Store, Show(index), StorageFault.WrongLength,
                $"it is another file, of {status.Stamp.Length} bytes instead of {wanted}: move it away first");
        }
        if (errno == Errno.None && status.Stamp.Length < wanted) errno = file.SetLength(wanted);
        return errno == Errno.None ? null : StorageError.FromErrno(StorageOperation.Store, Show(index), errno);
    }

    /// <summary>Opens a file, walking down from the held folder; with <see cref="OpenFlags.Create"/> folders are made on the way.</summary>
    private int OpenFile(int index, int flags, out FileDescriptor? file)
    {
        file = null;
        bool isMaking = (flags & OpenFlags.Create) != 0;
        int errno = _root.OpenEntry(s_here, OpenFlags.PathOnly | OpenFlags.Directory, out FileDescriptor? directory);
        if (!_torrent.IsSingleFile && errno == Errno.None) errno = Enter(_torrent.NamePath.Span, isMaking, ref directory);
        ReadOnlySpan<byte> folder = FolderOf(index);
        if (!folder.IsEmpty)
        {
            foreach (Range part in folder.Split((byte)'/'))
            {
                if (errno == Errno.None) errno = Enter(folder[part], isMaking, ref directory);
            }
        }
        if (errno == Errno.None) errno = directory!.OpenEntry(NameOf(index), flags, out file, FileMode);
        directory?.Dispose();
        return errno;
    }

    private static int Enter(ReadOnlySpan<byte> name, bool isMaking, ref FileDescriptor? directory)
    {
        FileDescriptor above = directory!;
        if (isMaking)
        {
            int failed = above.MakeDirectory(name, DirectoryMode);
            if (failed != Errno.None) return failed;
        }
        int errno = above.OpenEntry(name, OpenFlags.PathOnly | OpenFlags.Directory, out FileDescriptor? below);
        if (errno != Errno.None) return errno;
        above.Dispose();
        directory = below;
        return Errno.None;
    }
}
