using EdgeSeed.Protocol;
using EdgeSeed.Status;
using EdgeSeed.Storage;

namespace EdgeSeed.Service;

/// <summary>
/// What is published, as far as it has got: written by the <see cref="LibraryLoop"/> alone, read by everybody. It grows with the
/// library only, up to the number of torrents that the configuration allows.
/// </summary>
internal sealed class Library
{
    private readonly Lock _lock = new();
    private readonly Dictionary<LocalPath, LibraryEntry> _entries = [];
    private readonly Dictionary<InfoHash, LocalPath> _byHash = [];
    private LibraryEntry[]? _sorted;
    private HashingStatus? _hashing;
    private string[] _problems = [];
    private bool _isSearched;

    /// <summary>The hashing in progress, or null.</summary>
    public HashingStatus? Hashing
    {
        get => Volatile.Read(ref _hashing);
        set => Volatile.Write(ref _hashing, value);
    }

    /// <summary>Whether the folders were searched at least once.</summary>
    public bool IsSearched
    {
        get => Volatile.Read(ref _isSearched);
        set => Volatile.Write(ref _isSearched, value);
    }

    /// <summary>What is wrong with the folders themselves, a plain sentence each.</summary>
    public IReadOnlyList<string> Problems
    {
        get => Volatile.Read(ref _problems);
        set => Volatile.Write(ref _problems, [.. value]);
    }

    /// <summary>All entries now, by name; the same list until one changes. Not to be written to.</summary>
    public LibraryEntry[] List()
    {
        lock (_lock)
        {
            if (_sorted is not null) return _sorted;
            LibraryEntry[] entries = [.. _entries.Values];
            Array.Sort(entries, Compare);
            return _sorted = entries;
        }
    }

    /// <summary>The entry with this key, or null.</summary>
    public LibraryEntry? Find(LocalPath key)
    {
        lock (_lock) return _entries.GetValueOrDefault(key);
    }

    /// <summary>The entry that is this torrent, or null.</summary>
    public LibraryEntry? Find(InfoHash infoHash)
    {
        lock (_lock) return _byHash.TryGetValue(infoHash, out LocalPath? key) ? _entries.GetValueOrDefault(key) : null;
    }

    /// <summary>Adds an entry, or puts what it has become in its place.</summary>
    public void Set(LibraryEntry entry)
    {
        lock (_lock)
        {
            _sorted = null;
            _entries[entry.Key] = entry;
            if (entry.InfoHash is { } infoHash) _byHash.TryAdd(infoHash, entry.Key);
        }
    }

    /// <summary>Takes an entry out.</summary>
    public void Remove(LibraryEntry entry)
    {
        lock (_lock)
        {
            _sorted = null;
            _entries.Remove(entry.Key);
            if (entry.InfoHash is { } infoHash && _byHash.TryGetValue(infoHash, out LocalPath? key) && key.Equals(entry.Key)) _byHash.Remove(infoHash);
        }
    }

    private static int Compare(LibraryEntry left, LibraryEntry right) =>
        string.CompareOrdinal(left.Name, right.Name) is var order and not 0 ? order : left.Key.Bytes.SequenceCompareTo(right.Key.Bytes);
}
