using EdgeSeed.Linux;
using EdgeSeed.Linux.Files;
using EdgeSeed.Protocol.Torrents;

namespace EdgeSeed.Storage.Content;

/// <summary>
/// Lists what a torrent of a file or folder would contain, without opening any file. What a symbolic link leads to is taken in its place where
/// <see cref="ContentLocation.Links"/> allows it, and where it is not a folder in which the link lies, nor would be left out under its own name. Other links,
/// FIFOs, sockets and devices are left out and named. Empty folders leave no trace in a torrent.
/// </summary>
public sealed class ContentWalker
{
    private readonly WalkOptions _options;
    private readonly Action<LocalPath>? _entered;
    private readonly ContentLocation _location;
    private readonly RootedFiles _rooted;
    private readonly CancellationToken _cancellation;
    private readonly List<ContentFile> _files = [];
    private readonly List<SkippedEntry> _skipped = [];
    private readonly List<(ulong Device, ulong Inode)> _above = [];
    private int _skippedCount;
    private int _entries;
    private int _links;
    private long _latestChange;
    private long _activity;
    private bool _hasUnfinished;

    private ContentWalker(ContentLocation location, RootedFiles rooted, WalkOptions options, Action<LocalPath>? entered, CancellationToken cancellation) =>
        (_location, _rooted, _options, _entered, _cancellation) = (location, rooted, options, entered, cancellation);

    /// <summary>Lists a file or folder.</summary>
    /// <param name="location">What to list; a link is followed only where the location's root is one.</param>
    /// <param name="options">What to take.</param>
    /// <param name="listing">The result, when null is returned.</param>
    /// <param name="entered">Is told of each folder just before it is listed; null where nobody wants to know.</param>
    /// <param name="cancellation">Stops between two entries.</param>
    /// <returns>
    /// Null on success; otherwise what cannot be read, which limit was exceeded, or <see cref="StorageFault.Empty"/> when there is no
    /// byte to seed. A file that cannot be looked at is an error: leaving it out in silence would publish half of a folder.
    /// </returns>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static StorageError? List(
        ContentLocation location, WalkOptions options, out ContentListing? listing, Action<LocalPath>? entered = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(location);
        ArgumentNullException.ThrowIfNull(options);
        listing = null;
        using RootedFiles rooted = new(location);
        StorageError? error = rooted.StatusOf(default, out FileStatus status);
        if (error is not null) return error;

        var walker = new ContentWalker(location, rooted, options, entered, cancellation);
        walker.Note(status);
        walker.NoteControlFiles();
        if (status.Kind == FileKind.Regular) walker._files.Add(new ContentFile(default, status.Stamp));
        else error = walker.WalkFrom(status);
        if (error is not null) return error;

        long total = 0;
        foreach (ContentFile file in walker._files) total += file.Stamp.Length;
        if (total == 0) return walker.Nothing(status.Kind);
        walker._files.Sort((left, right) => FileOrdering.Compare(options.Order, left.Path.Span, right.Path.Span));
        listing = new ContentListing
        {
            Location = location,
            IsSingleFile = status.Kind == FileKind.Regular,
            Files = walker._files,
            TotalLength = total,
            Skipped = walker._skipped,
            SkippedCount = walker._skippedCount,
            LatestChange = walker._latestChange,
            Activity = walker._activity,
            HasUnfinished = walker._hasUnfinished,
        };
        return null;
    }

    private StorageError? WalkFrom(in FileStatus top)
    {
        FileKind kind = top.Kind;
        if (kind != FileKind.Directory)
        {
            string what = kind == FileKind.Link ? "it is a symbolic link, and links are not followed" : "it is neither a file nor a folder";
            return Found(_location.ToString(), kind == FileKind.Link ? StorageFault.Link : StorageFault.NotAFile, what);
        }
        StorageError? error = _rooted.OpenDirectory(default, out FileDescriptor? directory);
        if (error is not null) return error;
        using (directory) return Walk(directory!, top, [], 0);
    }

    private void Note(FileStatus status)
    {
        if (status.Kind is not (FileKind.Regular or FileKind.Directory)) return;
        _latestChange = Math.Max(_latestChange, Math.Max(status.ChangedNanoseconds, status.Stamp.ModifiedNanoseconds));
        // A sum, because a folder lists its entries in any order.
        _activity += HashCode.Combine(status.Inode, status.Stamp, status.ChangedNanoseconds);
    }

    /// <summary>What lies beside it tells whether it is finished.</summary>
    private void NoteControlFiles()
    {
        LocalPath folder = _location.Path.Parent;
        using RootedFiles beside = new(new ContentLocation(folder));
        foreach (byte[] ending in JunkFilter.ControlEndings)
        {
            if (SafePath.Check((byte[])[.. _location.Name, .. ending], out SafePath control) != PathFault.None) continue;
            if (beside.StatusOf(control, out FileStatus status) is not null || status.Kind != FileKind.Regular) continue;
            Note(status);
            _hasUnfinished = true;
        }
    }

    /// <summary>What is left out may be what somebody is writing just now, to give it its name when it is whole.</summary>
    private void NoteHidden(FileDescriptor directory, ReadOnlySpan<byte> name)
    {
        bool isUnfinished = JunkFilter.IsUnfinished(name);
        if ((!isUnfinished && name[0] != '.') || directory.StatusOfEntry(name, out FileStatus status) != Errno.None || status.Kind != FileKind.Regular) return;
        Note(status);
        _hasUnfinished |= isUnfinished;
    }

    private StorageError? Walk(FileDescriptor directory, in FileStatus status, byte[] prefix, int depth)
    {
        StorageError? error = null;
        _above.Add((status.Device, status.Inode));
        _entered?.Invoke(_location.Path.Join(prefix.AsSpan(0, Math.Max(0, prefix.Length - 1))));
        int errno = DirectoryListing.ForEach(directory, name =>
        {
            _cancellation.ThrowIfCancellationRequested();
            error = Visit(directory, [.. prefix, .. name], name, depth);
            return error is null;
        });
        _above.RemoveAt(_above.Count - 1);
        return error ?? (errno == Errno.None ? null : StorageError.FromErrno(StorageOperation.List, Show(prefix), errno));
    }

    private StorageError? Visit(FileDescriptor directory, byte[] path, ReadOnlySpan<byte> name, int depth)
    {
        if (++_entries > _options.MaxEntries)
            return Found(_location.ToString(), StorageFault.TooLarge, $"it has more than {_options.MaxEntries} entries");
        if (!_options.IncludeJunk && JunkFilter.IsJunk(name))
        {
            NoteHidden(directory, name);
            return Skip(path, "hidden or left behind by an operating system");
        }
        if (_options.Skip.Match(name)) return Skip(path, "to be left out");
        int errno = directory.StatusOfEntry(name, out FileStatus status);
        if (errno != Errno.None) return StorageError.FromErrno(StorageOperation.Open, Show(path), errno);
        if (status.Kind == FileKind.Link) return Follow(path, depth);
        Note(status);
        _hasUnfinished |= IsControlFile(directory, name, status.Kind);
        switch (status.Kind)
        {
            case FileKind.Special:
                return Skip(path, "not a regular file");
            case FileKind.Regular:
                return Take(path, status.Stamp);
            default:
                if (depth == _options.MaxDepth)
                    return Found(Show(path), StorageFault.TooLarge, $"it lies more than {_options.MaxDepth} folders deep");
                errno = directory.OpenEntry(name, OpenFlags.Directory | OpenFlags.NoAccessTime, out FileDescriptor? below);
                if (errno != Errno.None) return StorageError.FromErrno(StorageOperation.List, Show(path), errno);
                using (below) return Walk(below!, status, [.. path, (byte)'/'], depth + 1);
        }
    }

    /// <summary>Whether a file keeps what is missing of another one beside it.</summary>
    internal static bool IsControlFile(FileDescriptor directory, ReadOnlySpan<byte> name, FileKind kind) =>
        kind == FileKind.Regular && JunkFilter.ControlledBy(name) is { IsEmpty: false } other && directory.StatusOfEntry(other, out _) == Errno.None;

    private StorageError? Follow(byte[] path, int depth)
    {
        if (SafePath.Check(path, out SafePath link) != PathFault.None) return Take(path, default);
        LinkTarget target = LinkTarget.Of(_rooted, link, _options.IncludeJunk, _options.Skip, ref _links);
        if (target.Obstacle is { } obstacle) return Skip(path, obstacle, isLink: true);
        Note(target.Status);
        if (target.Status.Kind == FileKind.Regular) return Take(path, target.Status.Stamp);
        if (_above.Contains((target.Status.Device, target.Status.Inode))) return Skip(path, "a symbolic link to a folder in which it lies", isLink: true);
        if (depth == _options.MaxDepth) return Skip(path, $"a symbolic link, and more than {_options.MaxDepth} folders deep", isLink: true);
        if (_rooted.OpenDirectory(link, out FileDescriptor? directory) is { } error) return error;
        using (directory) return Walk(directory!, target.Status, [.. path, (byte)'/'], depth + 1);
    }

    private StorageError? Take(byte[] path, FileStamp stamp)
    {
        if (stamp.Length == 0 && !_options.IncludeEmptyFiles) return Skip(path, "empty");
        if (_files.Count == _options.MaxFiles)
            return Found(_location.ToString(), StorageFault.TooLarge, $"it has more than {_options.MaxFiles} files");
        if (SafePath.Check(path, out SafePath safe) != PathFault.None)
            return Found(Show(path), StorageFault.TooLarge, $"its path is longer than {SafePath.MaxLength} bytes");
        _files.Add(new ContentFile(safe, stamp));
        return null;
    }

    private StorageError? Skip(byte[] path, string reason, bool isLink = false)
    {
        _skippedCount++;
        if (_skipped.Count < _options.MaxSkippedShown) _skipped.Add(new SkippedEntry(Show(path), reason, isLink));
        return null;
    }

    private StorageError Nothing(FileKind kind) => Found(
        _location.ToString(),
        StorageFault.Empty,
        kind == FileKind.Regular ? "it is empty: nothing to seed" : "it holds no file with content: nothing to seed");

    private static StorageError Found(string path, StorageFault fault, string detail) =>
        StorageError.Found(StorageOperation.List, path, fault, detail);

    private string Show(byte[] path) => _location.Path.Join(path).ToString();
}
