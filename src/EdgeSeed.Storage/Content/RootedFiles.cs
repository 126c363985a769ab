using EdgeSeed.Linux;
using EdgeSeed.Linux.Files;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Storage.Names;

namespace EdgeSeed.Storage.Content;

/// <summary>
/// Opens files below a <see cref="ContentLocation"/>, part by part with O_NOFOLLOW, so that no rename during the walk leads out. Links are followed
/// as the location says (<see cref="LinkPolicy"/>). Remembers the directory last used, as neighbours in a torrent are mostly neighbours on disk.
/// Where the location says that names are <see cref="NameSpelling.Alike"/>, a name that is not there is looked for among those that are.
/// Not thread-safe: each reading thread has its own.
/// </summary>
/// <param name="location">Where.</param>
/// <param name="folders">What is known of names that are called alike; null for nothing yet.</param>
internal sealed class RootedFiles(ContentLocation location, AlikeFolders? folders = null) : IDisposable
{
    private readonly AlikeFolders? _folders = location.Spelling == NameSpelling.Alike ? folders ?? new AlikeFolders() : null;
    private FileDescriptor? _directory;
    private byte[] _directoryPath = [];
    private byte[] _directorySpelt = [];

    /// <summary>Opens a regular file for reading; a FIFO, device or socket is refused without being opened.</summary>
    /// <param name="file">Path inside the location; the default value when the location itself is the file.</param>
    /// <param name="opened">The caller's to dispose; null on failure.</param>
    /// <param name="status">Taken from the open file.</param>
    internal StorageError? Open(SafePath file, out FileDescriptor? opened, out FileStatus status)
    {
        opened = null;
        int errno = Find(file, out FileDescriptor? directory, out ReadOnlySpan<byte> name, out status);
        if (errno != Errno.None) return Error(file, errno);
        if (status.Kind != FileKind.Regular) return NotRegular(file, status.Kind);

        // Non-blocking and checked again: another file may have taken the name since it was looked at.
        const int Flags = OpenFlags.ReadOnly | OpenFlags.NonBlocking | OpenFlags.NoAccessTime;
        errno = directory is null
            ? FileDescriptor.OpenPath(name, Flags, out opened)
            : directory.OpenEntry(name, Flags, out opened);
        if (errno == Errno.None) errno = opened!.Status(out status);
        if (errno == Errno.None && status.Kind == FileKind.Regular) return null;
        opened?.Dispose();
        opened = null;
        return errno == Errno.None ? NotRegular(file, status.Kind) : Error(file, errno);
    }

    /// <summary>Looks at a file without opening it: at what a link leads to, at the link itself where none is followed.</summary>
    internal StorageError? StatusOf(SafePath file, out FileStatus status)
    {
        int errno = Find(file, out _, out _, out status);
        return errno == Errno.None ? null : Error(file, errno);
    }

    /// <summary>Opens the location's own directory, or one below it, for listing.</summary>
    internal StorageError? OpenDirectory(SafePath path, out FileDescriptor? opened)
    {
        opened = null;
        int errno = Find(path, out FileDescriptor? directory, out ReadOnlySpan<byte> name, out FileStatus status);
        int flags = OpenFlags.Directory | OpenFlags.NoAccessTime;
        if (errno == Errno.None && status.Kind == FileKind.Link) errno = Errno.Loop;
        if (errno == Errno.None)
        {
            errno = directory is null
                ? FileDescriptor.OpenPath(name, flags, out opened)
                : directory.OpenEntry(name, flags, out opened);
        }
        return errno == Errno.None ? null : Error(path, errno);
    }

    /// <summary>Where a file lies below the location's root when all links are followed, the default value for the root itself; null where that is elsewhere.</summary>
    internal SafePath? RealPath(SafePath file)
    {
        SafePath whole = file;
        if (!location.Within.Span.IsEmpty && !file.TryBeneath(location.Within, out whole)) return null;
        if (LinkedPath.Resolve(location.Root, whole.Span, out byte[] real) != Errno.None) return null;
        if (real.Length == 0) return default(SafePath);
        return SafePath.Check(real, out SafePath path) == PathFault.None ? path : null;
    }

    /// <summary>The way from the location's root to a file, by the names that are there where they are alike; from the first that is not there on, as it was asked for.</summary>
    /// <param name="file">Inside the location.</param>
    internal byte[] SpeltWay(SafePath file)
    {
        SafePath whole = file;
        if (!location.Within.Span.IsEmpty && !file.TryBeneath(location.Within, out whole)) return [.. location.Within.Span, (byte)'/', .. file.Span];
        if (_folders is null) return whole.Span.ToArray();
        _ = Look(whole.Folder, whole.FileName, out _, out ReadOnlySpan<byte> name, out _);
        return _directorySpelt.Length == 0 ? name.ToArray() : [.. _directorySpelt, (byte)'/', .. name];
    }

    /// <summary>The printable path of a file inside the location.</summary>
    internal string Show(SafePath file) => location.Path.Join(file.Span).ToString();

    /// <inheritdoc/>
    public void Dispose() => Forget();

    private int Find(SafePath file, out FileDescriptor? directory, out ReadOnlySpan<byte> name, out FileStatus status)
    {
        directory = null;
        status = default;
        name = default;
        SafePath whole = file.Span.IsEmpty ? location.Within : file;
        if (whole.Span.IsEmpty)
        {
            name = location.Root.Bytes;
            return FileDescriptor.StatusOfPath(name, out status);
        }
        if (!file.Span.IsEmpty && !location.Within.Span.IsEmpty && !file.TryBeneath(location.Within, out whole)) return Errno.NameTooLong;
        int errno = Look(whole.Folder, whole.FileName, out directory, out name, out status);
        bool isLinked = errno == Errno.Loop || (errno == Errno.None && status.Kind == FileKind.Link);
        if (!isLinked || location.Links == LinkPolicy.Never) return errno;
        if (location.Links == LinkPolicy.Anywhere)
        {
            directory = null;
            name = location.Root.Join(whole.Span).Bytes;
            return FileDescriptor.StatusOfPath(name, out status);
        }
        errno = LinkedPath.Resolve(location.Root, whole.Span, out byte[] real);
        if (errno != Errno.None) return errno;
        int slash = real.AsSpan().LastIndexOf((byte)'/');
        return Look(real.AsSpan(0, Math.Max(0, slash)), real.Length == 0 ? "."u8 : real.AsSpan(slash + 1), out directory, out name, out status);
    }

    private int Look(ReadOnlySpan<byte> folder, ReadOnlySpan<byte> named, out FileDescriptor? directory, out ReadOnlySpan<byte> name, out FileStatus status)
    {
        name = named;
        status = default;
        int errno = Enter(folder);
        directory = _directory;
        if (errno != Errno.None) return errno;
        errno = directory!.StatusOfEntry(name, out status);
        if (errno != Errno.NotFound || FindAlike(directory, folder, name) is not { } alike) return errno;
        name = alike;
        return directory.StatusOfEntry(name, out status);
    }

    private byte[]? FindAlike(FileDescriptor directory, ReadOnlySpan<byte> path, ReadOnlySpan<byte> name) =>
        _folders?.Find(location.Root.Join(path), directory, name);

    private int Enter(ReadOnlySpan<byte> path)
    {
        if (_directory is not null && path.SequenceEqual(_directoryPath)) return Errno.None;
        Forget();
        int flags = OpenFlags.PathOnly | OpenFlags.Directory;
        int errno = FileDescriptor.OpenPath(location.Root.Bytes, flags, out FileDescriptor? directory);
        List<byte>? spelt = _folders is null ? null : [];
        foreach (Range part in path.Split((byte)'/'))
        {
            if (errno != Errno.None || path.IsEmpty) break;
            FileDescriptor above = directory!;
            ReadOnlySpan<byte> name = path[part];
            errno = above.OpenEntry(name, flags, out directory);
            if (errno == Errno.NotFound && FindAlike(above, path[..part.Start.Value].TrimEnd((byte)'/'), name) is { } alike)
                errno = above.OpenEntry(name = alike, flags, out directory);
            if (spelt is { Count: > 0 }) spelt.Add((byte)'/');
            // From the first folder that is not there on, all of it is as it was asked for.
            spelt?.AddRange(errno == Errno.None ? name : path[part.Start..]);
            // A link where a directory was expected: the kernel only says that it is none.
            if (errno == Errno.NotADirectory && above.StatusOfEntry(path[part], out FileStatus status) == Errno.None
                && status.Kind == FileKind.Link) errno = Errno.Loop;
            above.Dispose();
        }
        if (spelt is not null) _directorySpelt = [.. spelt];
        if (errno == Errno.None) (_directory, _directoryPath) = (directory, path.ToArray());
        return errno;
    }

    private void Forget()
    {
        _directory?.Dispose();
        _directory = null;
    }

    private StorageError Error(SafePath file, int errno) => errno == Errno.CrossDevice
        ? StorageError.Found(StorageOperation.Open, Show(file), StorageFault.Link, $"it is a symbolic link that leads out of {location.Root}")
        : StorageError.FromErrno(StorageOperation.Open, Show(file), errno);

    /// <summary>Why something that is not a regular file is not read.</summary>
    internal StorageError NotRegular(SafePath file, FileKind kind) => kind switch
    {
        FileKind.Link => StorageError.Found(StorageOperation.Open, Show(file), StorageFault.Link, "it is a symbolic link, and links are not followed"),
        FileKind.Directory => StorageError.Found(StorageOperation.Open, Show(file), StorageFault.NotAFile, "it is a directory"),
        _ => StorageError.Found(StorageOperation.Open, Show(file), StorageFault.NotAFile, "it is not a regular file"),
    };
}
