using System.Text;
using EdgeSeed.Linux;
using EdgeSeed.Linux.Files;
using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Storage.Content;
using EdgeSeed.Storage.Names;

namespace EdgeSeed.Storage.Library;

/// <summary>
/// Searches a folder or a drive for what can be seeded: <c>.torrent</c> files with their data beside them, in the root, or anywhere by name and
/// size, and entries that have none and are to be published. Follows links as <see cref="ScanOptions.Links"/> says, opens nothing but <c>.torrent</c> files, and
/// reads no data.
/// </summary>
public sealed partial class LibraryScanner : IDisposable
{
    private readonly LocalPath _root;
    private readonly ScanOptions _options;
    private readonly CancellationToken _cancellation;
    private readonly KeyedTable<InfoHash, LibraryTorrent> _torrents = new(static torrent => torrent.InfoHash);
    private readonly RootedFiles _rooted;
    private readonly List<SafePath> _candidates = [];

    /// <summary>Links to folders that are candidates, and where those lie in the root.</summary>
    private readonly Dictionary<SafePath, SafePath> _linked = [];

    /// <summary>Folders out of the root that were searched, by way of the first link that led there.</summary>
    private readonly HashSet<(ulong Device, ulong Inode)> _outside = [];

    private readonly List<SkippedEntry> _skipped = [];
    private readonly List<RefusedTorrent> _refused = [];
    private readonly KeyedTable<SafePath, LibraryTorrent> _before = new(static torrent => torrent.File.Within);
    private readonly KeyedTable<SafePath, RefusedTorrent> _refusedBefore = new(static torrent => torrent.File.Within);
    private readonly AlikeFolders _alike = new();
    private readonly LibraryScan? _previous;
    private Dictionary<SafePath, List<ContentLocation>>? _wanted;
    private int _skippedCount;
    private int _beyondLimit;
    private int _entries;
    private int _links;

    private LibraryScanner(LocalPath root, ScanOptions options, LibraryScan? previous, CancellationToken cancellation)
    {
        (_root, _options, _previous, _cancellation) = (root, options, previous, cancellation);
        _rooted = new RootedFiles(At(default));
        if (previous is null) return;
        foreach (LibraryTorrent torrent in previous.Torrents) _before.Set(torrent);
        foreach (RefusedTorrent refused in previous.Refused) _refusedBefore.Set(refused);
    }

    /// <summary>Searches a root.</summary>
    /// <param name="root">
    /// A folder or a mount point; links in it are followed. A single file is a library of one: a <c>.torrent</c> with its data beside it, or
    /// an entry to publish.
    /// </param>
    /// <param name="options">How far to search.</param>
    /// <param name="scan">The result, when null is returned.</param>
    /// <param name="previous">
    /// What was found last time: a <c>.torrent</c> that looks the same and had all its data is not read again, nor is its data looked at.
    /// </param>
    /// <param name="cancellation">Stops between two entries.</param>
    /// <returns>Null on success, or why the root itself cannot be read; whatever is wrong below it is left out and named.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static StorageError? Scan(
        LocalPath root, ScanOptions options, out LibraryScan? scan, LibraryScan? previous = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(root);
        ArgumentNullException.ThrowIfNull(options);
        scan = null;
        using RootedFiles rooted = new(new ContentLocation(root));
        StorageError? error = rooted.StatusOf(default, out FileStatus status);
        if (error is not null) return error;
        if (status.Kind is not (FileKind.Directory or FileKind.Regular)) return rooted.NotRegular(default, status.Kind);

        using var scanner = new LibraryScanner(status.Kind == FileKind.Directory ? root : root.Parent, options, previous, cancellation);
        if (status.Kind == FileKind.Directory)
        {
            error = rooted.OpenDirectory(default, out FileDescriptor? directory);
            if (error is not null) return error;
            using (directory) error = scanner.Walk(directory!, [], 0);
            if (error is not null) return error;
            scanner.SearchElsewhere();
        }
        else
        {
            _ = SafePath.Check(root.Name.ToArray(), out SafePath name);
            scanner.LookAtFile(name, status.Stamp, isPublished: options.PublishEntries);
        }
        scan = scanner.Result();
        return null;
    }

    private StorageError? Walk(FileDescriptor directory, byte[] prefix, int depth)
    {
        bool isPublished = _options.PublishEntries && IsPublishFolder(prefix);
        int errno = DirectoryListing.ForEach(directory, name =>
        {
            _cancellation.ThrowIfCancellationRequested();
            if (++_entries > _options.MaxEntries) return false;
            HeapSweep.Run();
            Visit(directory, [.. prefix, .. name], name, depth, isPublished);
            return true;
        });
        return errno == Errno.None ? null : StorageError.FromErrno(StorageOperation.List, Show(prefix), errno);
    }

    private void Visit(FileDescriptor directory, byte[] bytes, ReadOnlySpan<byte> name, int depth, bool isPublished)
    {
        if ((!_options.IncludeJunk && JunkFilter.IsJunk(name)) || _options.Skip.Match(name)) return;
        if (SafePath.Check(bytes, out SafePath path) != PathFault.None)
        {
            Skip(bytes, $"its path is longer than {SafePath.MaxLength} bytes");
            return;
        }
        int errno = directory.StatusOfEntry(name, out FileStatus status);
        if (errno != Errno.None)
        {
            Skip(bytes, Errno.Describe(errno));
            return;
        }
        if (isPublished && !_options.IncludeJunk && ContentWalker.IsControlFile(directory, name, status.Kind))
        {
            Skip(bytes, "it keeps what is missing of what is beside it");
            return;
        }
        if (_wanted is not null) NoteWanted(path);
        if (status.Kind == FileKind.Link)
        {
            if (_wanted is null) Follow(path, depth, isPublished);
            return;
        }
        switch (status.Kind)
        {
            case FileKind.Regular when _wanted is not null:
                break;
            case FileKind.Regular:
                LookAtFile(path, status.Stamp, isPublished);
                break;
            case FileKind.Directory:
                if (isPublished && _wanted is null) Offer(path);
                if (depth < _options.MaxDepth) WalkInto(directory, path, name, depth);
                break;
            case var _ when _wanted is not null:
                break;
            default:
                Skip(bytes, "not a regular file");
                break;
        }
    }

    /// <summary>What lies in the root is searched where it lies: a link to such a folder is only published. A link to data is followed when its torrent is met.</summary>
    private void Follow(SafePath path, int depth, bool isPublished)
    {
        if (!isPublished && !IsTorrent(path) && _options.Links != LinkPolicy.Anywhere) return;
        LinkTarget target = LinkTarget.Of(_rooted, path, _options.IncludeJunk, _options.Skip, ref _links);
        if (target.Obstacle is { } obstacle)
        {
            Skip(path.Span, obstacle, isLink: true);
            return;
        }
        if (target.Status.Kind == FileKind.Regular)
        {
            LookAtFile(path, target.Status.Stamp, isPublished);
            return;
        }
        if (target.Real is { } real && (real.Span.IsEmpty || real.IsFolderOf(path)))
        {
            Skip(path.Span, "a symbolic link to a folder in which it lies", isLink: true);
            return;
        }
        if (isPublished)
        {
            Offer(path);
            if (target.Real is { } inside) _linked[path] = inside;
        }
        if (target.Real is not null || depth == _options.MaxDepth || !_outside.Add((target.Status.Device, target.Status.Inode))) return;
        if (_rooted.OpenDirectory(path, out FileDescriptor? directory) is not null) return;
        using (directory) WalkInto(directory!, path, depth);
    }

    private void WalkInto(FileDescriptor directory, SafePath path, ReadOnlySpan<byte> name, int depth)
    {
        int errno = directory.OpenEntry(name, OpenFlags.Directory | OpenFlags.NoAccessTime, out FileDescriptor? below);
        if (errno != Errno.None)
        {
            Skip(path.Span, Errno.Describe(errno));
            return;
        }
        using (below) WalkInto(below!, path, depth);
    }

    private void WalkInto(FileDescriptor directory, SafePath path, int depth)
    {
        if (Walk(directory, [.. path.Span, (byte)'/'], depth + 1) is { } error) Skip(path.Span, error.Detail);
    }

    private void LookAtFile(SafePath path, FileStamp stamp, bool isPublished)
    {
        if (IsTorrent(path)) TakeTorrent(path, stamp);
        else if (!isPublished) return;
        else if (stamp.Length == 0) Skip(path.Span, "it is empty: nothing to seed");
        else Offer(path);
    }

    private static bool IsTorrent(SafePath path) => path.FileName.Length > 8 && Ascii.EqualsIgnoreCase(path.FileName[^8..], ".torrent"u8);

    private bool IsPublishFolder(ReadOnlySpan<byte> prefix) =>
        _options.PublishFolder.Span.IsEmpty ? prefix.IsEmpty : prefix.Length > 0 && prefix[..^1].SequenceEqual(_options.PublishFolder.Span);

    private ContentLocation At(SafePath path) => new(_root, path) { Links = _options.Links };

    /// <inheritdoc/>
    public void Dispose() => _rooted.Dispose();

    private void Skip(ReadOnlySpan<byte> path, string reason, bool isLink = false)
    {
        _skippedCount++;
        if (_skipped.Count < _options.MaxSkippedShown) _skipped.Add(new SkippedEntry(Show(path), reason, isLink));
    }

    private string Show(ReadOnlySpan<byte> path) => _root.Join(path.TrimEnd((byte)'/')).ToString();
}
