using EdgeSeed.Linux;
using EdgeSeed.Linux.Files;

namespace EdgeSeed.Storage.Content;

/// <summary>
/// Finds where a path with symbolic links in it leads, without leaving its root: every name is looked at by itself and every folder opened with
/// O_NOFOLLOW, so that whatever is renamed meanwhile leads nowhere else. What <c>openat2(2)</c> with RESOLVE_BENEATH does, which in addition takes
/// absolute links that lead below the root, and says where that is. Not thread-safe.
/// </summary>
internal sealed class LinkedPath : IDisposable
{
    /// <summary>Most links on one path, as many as the kernel follows; more are ELOOP.</summary>
    private const int MaxLinks = 40;

    /// <summary>Most folders below the root, each of which is held open; more are ELOOP.</summary>
    private const int MaxDepth = 128;

    /// <summary>Most names on the way, links' own included; more are ELOOP: links to links to long paths would keep a search busy for hours.</summary>
    private const int MaxSteps = 512;

    private readonly LocalPath _root;
    private readonly List<FileDescriptor> _folders = [];
    private readonly List<byte[]> _names = [];
    private readonly Stack<byte[]> _ahead = new();

    private LinkedPath(LocalPath root) => _root = root;

    /// <summary>Follows the links of a path.</summary>
    /// <param name="root">What must not be left.</param>
    /// <param name="path">Below the root; names joined by slashes.</param>
    /// <param name="real">The path without links, below the root; empty for the root itself.</param>
    /// <returns>0; EXDEV when it leads out of the root, ELOOP when it leads in a circle, ENOENT when it leads to nothing.</returns>
    internal static int Resolve(LocalPath root, ReadOnlySpan<byte> path, out byte[] real)
    {
        using var walk = new LinkedPath(root);
        int errno = walk.Follow(path);
        real = errno == Errno.None ? walk.Real() : [];
        return errno;
    }

    /// <inheritdoc/>
    public void Dispose() => Leave(0);

    private int Follow(ReadOnlySpan<byte> path)
    {
        int errno = FileDescriptor.OpenPath(_root.Bytes, OpenFlags.PathOnly | OpenFlags.Directory, out FileDescriptor? top);
        if (errno != Errno.None) return errno;
        _folders.Add(top!);
        Push(path);
        for (int links = 0, steps = 0; errno == Errno.None && _ahead.TryPop(out byte[]? name); steps++)
        {
            if (steps == MaxSteps) errno = Errno.Loop;
            else if (name is [(byte)'.', (byte)'.']) errno = GoUp();
            else if (_names.Count == _folders.Count) errno = Errno.NotADirectory;
            else errno = Enter(name, ref links);
        }
        return errno;
    }

    private int Enter(byte[] name, ref int links)
    {
        FileDescriptor folder = _folders[^1];
        int errno = folder.StatusOfEntry(name, out FileStatus status);
        if (errno != Errno.None) return errno;
        if (status.Kind == FileKind.Link) return ++links > MaxLinks ? Errno.Loop : GoWhere(folder, name);
        if (status.Kind == FileKind.Directory)
        {
            if (_folders.Count == MaxDepth) return Errno.Loop;
            errno = folder.OpenEntry(name, OpenFlags.PathOnly | OpenFlags.Directory, out FileDescriptor? below);
            if (errno != Errno.None) return errno;
            _folders.Add(below!);
        }
        _names.Add(name);
        return Errno.None;
    }

    private int GoUp()
    {
        if (_names.Count == 0) return Errno.CrossDevice;
        // The parent of a name that is no folder is not to be had by "..".
        if (_names.Count == _folders.Count) return Errno.NotADirectory;
        Leave(_folders.Count - 1);
        _names.RemoveAt(_names.Count - 1);
        return Errno.None;
    }

    private int GoWhere(FileDescriptor folder, byte[] name)
    {
        int errno = folder.ReadLinkEntry(name, out byte[] target);
        if (errno != Errno.None) return errno;
        if (target is [(byte)'/', ..])
        {
            if (!LocalPath.TryFromBytes(target, out LocalPath? absolute)) return Errno.NotFound;
            LocalPath? above = absolute.IsAtOrBelow(_root) ? _root : Canonical() is { } canonical && absolute.IsAtOrBelow(canonical) ? canonical : null;
            if (above is null) return Errno.CrossDevice;
            Leave(1);
            _names.Clear();
            target = target[above.Bytes.Length..];
        }
        Push(target);
        return Errno.None;
    }

    /// <summary>The root as the kernel calls it: it may have been named by way of a link.</summary>
    private LocalPath? Canonical()
    {
        int errno = FileDescriptor.ReadLink(System.Text.Encoding.ASCII.GetBytes($"/proc/self/fd/{_folders[0].Number}"), out byte[] path);
        return errno == Errno.None && LocalPath.TryFromBytes(path, out LocalPath? canonical) ? canonical : null;
    }

    private void Push(ReadOnlySpan<byte> path)
    {
        var names = new List<byte[]>();
        foreach (Range part in path.Split((byte)'/'))
        {
            if (!path[part].IsEmpty && !path[part].SequenceEqual("."u8)) names.Add(path[part].ToArray());
        }
        for (int i = names.Count - 1; i >= 0; i--) _ahead.Push(names[i]);
    }

    private void Leave(int kept)
    {
        while (_folders.Count > kept)
        {
            _folders[^1].Dispose();
            _folders.RemoveAt(_folders.Count - 1);
        }
    }

    private byte[] Real()
    {
        var real = new List<byte>();
        foreach (byte[] name in _names)
        {
            if (real.Count > 0) real.Add((byte)'/');
            real.AddRange(name);
        }
        return [.. real];
    }
}
