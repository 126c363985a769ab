using System.Buffers.Binary;
using EdgeSeed.Linux;
using EdgeSeed.Linux.Files;

namespace EdgeSeed.Storage.Content;

/// <summary>
/// Tells what is created, written, renamed and removed in folders, and which files somebody has open that he wrote to: inotify(7). The kernel tells
/// nothing of network drives that another machine writes to, and nothing of before; who looks again now and then misses nothing for good. Thread-safe.
/// </summary>
public sealed class FolderWatch : IDisposable
{
    /// <summary>Most folders, 1,024: each takes about 1 KiB of the kernel's memory. What changes in others is not told.</summary>
    public const int MaxFolders = 1024;

    /// <summary>Most paths that one <see cref="Read"/> tells, 256.</summary>
    public const int MaxTold = 256;

    /// <summary>Most files that are known to be written to, 1,024; further ones count as closed. As many are known to have been closed.</summary>
    public const int MaxWritten = 1024;

    private const int BufferBytes = 16 * 1024;

    /// <summary>Most events read by one <see cref="Read"/>, as many as the kernel keeps unread (<c>fs.inotify.max_queued_events</c>).</summary>
    private const int MaxEvents = 16_384;

    private const int HeaderBytes = 16;

    private readonly Lock _lock = new();
    private readonly Dictionary<int, LocalPath> _folders = [];
    private readonly Dictionary<LocalPath, int> _numbers = [];
    private readonly HashSet<LocalPath> _written = [];
    private readonly HashSet<LocalPath> _closed = [];
    private FileDescriptor? _events;

    /// <summary>Where the kernel has no watch to give, nothing is ever told.</summary>
    public FolderWatch() => _events = FileDescriptor.OpenWatch();

    /// <summary>Watches a folder, or one file; one that is watched already, or beyond <see cref="MaxFolders"/>, changes nothing.</summary>
    public void Add(LocalPath folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        lock (_lock)
        {
            if (_events is null || _numbers.ContainsKey(folder) || _numbers.Count == MaxFolders) return;
            int number = _events.AddWatch(folder.Bytes, Events.Wanted);
            if (number < 0) return;
            // One folder under two names is one to the kernel.
            if (_folders.Remove(number, out LocalPath? before)) _numbers.Remove(before);
            _folders[number] = folder;
            _numbers[folder] = number;
        }
    }

    /// <summary>Watches a folder, and those below it, no longer.</summary>
    public void Remove(LocalPath folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        lock (_lock)
        {
            foreach ((LocalPath path, int number) in _numbers)
            {
                if (!path.IsAtOrBelow(folder)) continue;
                _events?.RemoveWatch(number);
                _folders.Remove(number);
                _numbers.Remove(path);
            }
            _written.RemoveWhere(path => path.IsAtOrBelow(folder));
            _closed.RemoveWhere(path => path.IsAtOrBelow(folder));
        }
    }

    /// <summary>Whether somebody has a file open to which he wrote: this file, or one anywhere below this folder.</summary>
    public bool IsWritten(LocalPath place)
    {
        ArgumentNullException.ThrowIfNull(place);
        lock (_lock)
        {
            foreach (LocalPath path in _written)
            {
                if (path.IsAtOrBelow(place)) return true;
            }
            return false;
        }
    }

    /// <summary>
    /// Asks the kernel whether what counts as written to, this file or files below this folder, is; truncate(2) looks like writing, and nobody closes after it.
    /// Opens the files, so it may take long; where the kernel does not tell (files of another user, network drives), nothing changes.
    /// </summary>
    public void Check(LocalPath place)
    {
        ArgumentNullException.ThrowIfNull(place);
        List<LocalPath> asked;
        lock (_lock) asked = [.. _written.Where(path => path.IsAtOrBelow(place))];
        foreach (LocalPath path in asked)
        {
            if (FileDescriptor.OpenPath(path.Bytes, OpenFlags.ReadOnly | OpenFlags.NonBlocking | OpenFlags.NoFollow, out FileDescriptor? file) != Errno.None) continue;
            bool isFree;
            using (file) isFree = file!.IsFreeOfWriters();
            if (!isFree) continue;
            lock (_lock) _written.Remove(path);
        }
    }

    /// <summary>Tells what happened since the last time; does not wait.</summary>
    /// <param name="changed">Is told the path of what was created, written, renamed or removed; the same one not twice in a row.</param>
    /// <returns>False when more happened than the kernel kept, or than is told: everything may have changed then.</returns>
    public bool Read(Action<LocalPath> changed)
    {
        ArgumentNullException.ThrowIfNull(changed);
        var told = new List<LocalPath>();
        bool isWhole = true;
        lock (_lock)
        {
            Span<byte> buffer = stackalloc byte[BufferBytes];
            for (int count = 0; count < MaxEvents && _events is not null && _events.ReadEvents(buffer) is var length and > 0;)
            {
                for (ReadOnlySpan<byte> rest = buffer[..length]; rest.Length >= HeaderBytes; count++)
                {
                    int nameLength = BinaryPrimitives.ReadInt32LittleEndian(rest[12..]);
                    isWhole &= Take(BinaryPrimitives.ReadInt32LittleEndian(rest), BinaryPrimitives.ReadUInt32LittleEndian(rest[4..]), rest.Slice(HeaderBytes, nameLength), told);
                    rest = rest[(HeaderBytes + nameLength)..];
                }
            }
        }
        foreach (LocalPath path in told) changed(path);
        return isWhole;
    }

    /// <summary>Nothing is told any more, and nothing watched.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _events?.Dispose();
            _events = null;
        }
    }

    private bool Take(int number, uint what, ReadOnlySpan<byte> name, List<LocalPath> told)
    {
        if ((what & Events.Overflow) != 0)
        {
            _written.Clear();
            _closed.Clear();
            return false;
        }
        if (!_folders.TryGetValue(number, out LocalPath? folder)) return true;
        if ((what & Events.Ended) != 0)
        {
            _folders.Remove(number);
            _numbers.Remove(folder);
            return true;
        }
        if ((what & Events.Moved) != 0)
        {
            Remove(folder);
            return true;
        }
        LocalPath path = folder.Join(name[..Math.Max(0, name.IndexOf((byte)0))]);
        if ((what & Events.Folder) == 0)
        {
            NoteWriter(path, what);
        }
        else
        {
            if ((what & Events.Gone) != 0) Remove(path);
            if ((what & Events.Came) != 0) Add(path);
        }
        if ((what & Events.Told) == 0) return true;
        if (told.Count > 0 && told[^1].Equals(path)) return true;
        if (told.Count == MaxTold) return false;
        told.Add(path);
        return true;
    }

    /// <summary>
    /// Setting a time and truncate(2) look like writing to the kernel, though nobody has the file open, who would close it: what is closed is written
    /// to when it was opened again.
    /// </summary>
    private void NoteWriter(LocalPath path, uint what)
    {
        if ((what & (Events.Opened | Events.Came | Events.Gone)) != 0) _closed.Remove(path);
        if ((what & Events.Modified) != 0 && _written.Count < MaxWritten && !_closed.Contains(path)) _written.Add(path);
        if ((what & (Events.Closed | Events.Gone)) != 0) _written.Remove(path);
        if ((what & Events.Closed) == 0) return;
        if (_closed.Count == MaxWritten) _closed.Clear();
        _closed.Add(path);
    }

    /// <summary>The bits of an event, inotify(7).</summary>
    private static class Events
    {
        internal const uint Modified = 0x2;
        internal const uint Closed = 0x8;
        internal const uint Opened = 0x20;
        internal const uint Came = 0x80 | 0x100;
        internal const uint Gone = 0x40 | 0x200;
        internal const uint Moved = 0x800;
        internal const uint Overflow = 0x4000;
        internal const uint Ended = 0x8000;
        internal const uint Folder = 0x4000_0000;
        internal const uint Told = Modified | Closed | Came | Gone;
        internal const uint Wanted = Told | Opened | Moved;
    }
}
