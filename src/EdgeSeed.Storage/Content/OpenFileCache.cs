
using EdgeSeed.Linux.Files;

namespace EdgeSeed.Storage.Content;

/// <summary>
/// The files that are open for seeding, shared by all torrents: at most <see cref="Capacity"/> descriptors, the one unused for longest
/// is closed first. A file in use when it is dropped closes when that use ends. Thread-safe; files are opened outside the lock,
/// so a slow drive delays only those who want its files.
/// </summary>
public sealed class OpenFileCache : IDisposable
{
    /// <summary>Open files unless told otherwise; well under the usual limit of 1,024 descriptors a process.</summary>
    public const int DefaultCapacity = 256;

    private readonly Lock _lock = new();
    private readonly Dictionary<Key, LinkedListNode<Entry>> _entries = [];
    private readonly LinkedList<Entry> _byUse = [];
    private bool _disposed;

    /// <summary>A cache of its own.</summary>
    /// <param name="capacity">Most files kept open; when full, the longest unused is closed.</param>
    public OpenFileCache(int capacity = DefaultCapacity)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        Capacity = capacity;
    }

    /// <summary>Most files kept open.</summary>
    public int Capacity { get; }

    /// <summary>Files open now.</summary>
    public int Count
    {
        get { lock (_lock) return _byUse.Count; }
    }

    /// <summary>Borrows the open file, if there is one; it becomes the most recently used. The caller owes a <c>DangerousRelease</c>.</summary>
    internal FileDescriptor? Borrow(TorrentContent owner, int file)
    {
        lock (_lock)
        {
            if (!_entries.TryGetValue(new Key(owner, file), out LinkedListNode<Entry>? node)) return null;
            _byUse.Remove(node);
            _byUse.AddFirst(node);
            return Reference(node.Value.File);
        }
    }

    /// <summary>
    /// Keeps an opened file, which the cache now owns, and borrows it as <see cref="Borrow"/> does. When another thread was first,
    /// its file is returned and this one closed.
    /// </summary>
    internal FileDescriptor Keep(TorrentContent owner, int file, FileDescriptor opened)
    {
        FileDescriptor? dropped = null;
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            Key key = new(owner, file);
            if (_entries.TryGetValue(key, out LinkedListNode<Entry>? present))
            {
                dropped = opened;
                opened = present.Value.File;
            }
            else
            {
                _entries.Add(key, _byUse.AddFirst(new Entry(key, opened)));
                if (_byUse.Count > Capacity) dropped = Remove(_byUse.Last!);
            }
            Reference(opened);
        }
        dropped?.Dispose();
        return opened;
    }

    /// <summary>Closes one file, for instance after a failed read.</summary>
    internal void Drop(TorrentContent owner, int file)
    {
        FileDescriptor? dropped = null;
        lock (_lock)
        {
            if (_entries.TryGetValue(new Key(owner, file), out LinkedListNode<Entry>? node)) dropped = Remove(node);
        }
        dropped?.Dispose();
    }

    /// <summary>Closes all files of one torrent, so that its drive can be unmounted.</summary>
    internal void DropAll(TorrentContent owner)
    {
        List<FileDescriptor> dropped = [];
        lock (_lock)
        {
            for (LinkedListNode<Entry>? node = _byUse.First, next; node is not null; node = next)
            {
                next = node.Next;
                if (node.Value.Key.Owner == owner) dropped.Add(Remove(node));
            }
        }
        foreach (FileDescriptor file in dropped) file.Dispose();
    }

    /// <summary>Closes everything. Files in use close when that use ends.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _disposed = true;
            while (_byUse.First is { } node) Remove(node).Dispose();
        }
    }

    // Under the lock, where what is listed is open; so it cannot fail.
    private static FileDescriptor Reference(FileDescriptor file)
    {
        bool added = false;
        file.DangerousAddRef(ref added);
        return file;
    }

    private FileDescriptor Remove(LinkedListNode<Entry> node)
    {
        _byUse.Remove(node);
        _entries.Remove(node.Value.Key);
        return node.Value.File;
    }

    private readonly record struct Key(TorrentContent Owner, int File);

    private readonly record struct Entry(Key Key, FileDescriptor File);
}
