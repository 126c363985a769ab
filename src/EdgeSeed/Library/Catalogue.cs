using EdgeSeed.Protocol;
using EdgeSeed.Status;
using EdgeSeed.Storage.Content;

namespace EdgeSeed.Library;

/// <summary>
/// What is published, as far as it has got: an entry is written by the <see cref="RootLoop"/> of its root, and read by everybody. It grows with the
/// library only, up to the number of torrents that the configuration allows.
/// </summary>
internal sealed class Catalogue
{
    private readonly Lock _lock = new();
    private readonly KeyedTable<ContentLocation, LibraryEntry> _entries = new(static entry => entry.Key);

    /// <summary>For each torrent the entry that is shown of it, one that is offered if there is one.</summary>
    private readonly KeyedTable<InfoHash, LibraryEntry> _shown = new(static entry => entry.InfoHash!.Value);

    private LibraryEntry[]? _sorted;
    private (LibraryEntry[] Of, LibraryEntry[] Open) _open = ([], []);
    private bool _hasCopies;
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

    /// <summary>Whether private torrents that were found are shown to whoever looks (<c>library.show_private</c>).</summary>
    public Func<bool> ShowsPrivate { get; init; } = static () => false;

    /// <summary>What of <see cref="List"/> everybody may see; the same list until one changes. Not to be written to.</summary>
    public LibraryEntry[] ListShown()
    {
        LibraryEntry[] all = List();
        if (ShowsPrivate()) return all;
        (LibraryEntry[] Of, LibraryEntry[] Open) known = _open;
        if (!ReferenceEquals(known.Of, all))
        {
            LibraryEntry[] open = Array.FindAll(all, static entry => !entry.IsOthersSecret);
            _open = known = (all, open.Length == all.Length ? all : open);
        }
        return known.Open;
    }

    /// <summary>What <see cref="Find(InfoHash)"/> finds, if everybody may see it.</summary>
    public LibraryEntry? FindShown(InfoHash infoHash) => Find(infoHash) is { } entry && MayShow(entry) ? entry : null;

    /// <summary>Whether everybody may see an entry.</summary>
    public bool MayShow(LibraryEntry entry) => !entry.IsOthersSecret || ShowsPrivate();

    /// <summary>What an entry is called where everybody may look.</summary>
    public string ShownName(LibraryEntry entry) => MayShow(entry) ? entry.Name : "a private torrent";

    /// <summary>All torrents now, by name, each once however many copies there are; the same list until one changes. Not to be written to.</summary>
    public LibraryEntry[] List()
    {
        lock (_lock)
        {
            if (_sorted is not null) return _sorted;
            var entries = new List<LibraryEntry>(_entries.Count);
            foreach (LibraryEntry entry in _entries.Values)
            {
                if (entry.InfoHash is not { } infoHash || ReferenceEquals(_shown.Find(infoHash), entry)) entries.Add(entry);
            }
            entries.Sort(Compare);
            return _sorted = [.. entries];
        }
    }

    /// <summary>The entries of one root, in no order.</summary>
    /// <param name="root">The root's identity.</param>
    public List<LibraryEntry> ListOf(string root)
    {
        lock (_lock)
        {
            var entries = new List<LibraryEntry>(CountOfLocked(root));
            foreach (LibraryEntry entry in _entries.Values)
            {
                if (entry.Root.Equals(root, StringComparison.Ordinal)) entries.Add(entry);
            }
            return entries;
        }
    }

    /// <summary>How many entries one root has.</summary>
    /// <param name="root">The root's identity.</param>
    public int CountOf(string root)
    {
        lock (_lock) return CountOfLocked(root);
    }

    /// <summary>The entry with this key, or null.</summary>
    public LibraryEntry? Find(ContentLocation key)
    {
        lock (_lock) return _entries.Find(key);
    }

    /// <summary>The entry that is this torrent, one that is offered if there is one; or null.</summary>
    public LibraryEntry? Find(InfoHash infoHash)
    {
        lock (_lock) return _shown.Find(infoHash);
    }

    /// <summary>Adds an entry, or puts what it has become in its place.</summary>
    public void Set(LibraryEntry entry)
    {
        lock (_lock)
        {
            _sorted = null;
            LibraryEntry? before = _entries.Set(entry);
            if (before is not null && before.InfoHash != entry.InfoHash) Unlist(before);
            if (entry.InfoHash is not { } infoHash) return;
            LibraryEntry? shown = _shown.Find(infoHash);
            bool isShown = shown is null || ReferenceEquals(shown, before);
            _hasCopies |= !isShown;
            if (isShown || (entry.IsOffered && !shown!.IsOffered)) _shown.Set(entry);
            if (isShown && !entry.IsOffered) Choose(infoHash);
        }
    }

    /// <summary>Takes an entry out.</summary>
    public void Remove(LibraryEntry entry)
    {
        lock (_lock)
        {
            _sorted = null;
            if (_entries.Remove(entry.Key) is { } present) Unlist(present);
        }
    }

    private int CountOfLocked(string root)
    {
        int count = 0;
        foreach (LibraryEntry entry in _entries.Values)
        {
            if (entry.Root.Equals(root, StringComparison.Ordinal)) count++;
        }
        return count;
    }

    private void Unlist(LibraryEntry entry)
    {
        if (entry.InfoHash is not { } infoHash || !ReferenceEquals(_shown.Find(infoHash), entry)) return;
        _shown.Remove(infoHash);
        Choose(infoHash);
    }

    /// <summary>Shows the best of a torrent's entries; looks through all, because a second copy is rare.</summary>
    private void Choose(InfoHash infoHash)
    {
        LibraryEntry? best = null;
        if (!_hasCopies) return;
        foreach (LibraryEntry entry in _entries.Values)
        {
            if (entry.InfoHash == infoHash && (best is null || (entry.IsOffered && !best.IsOffered))) best = entry;
        }
        if (best is not null) _shown.Set(best);
    }

    /// <summary>The order of <see cref="List"/>: by name, then by place.</summary>
    public static int Compare(LibraryEntry left, LibraryEntry right) =>
        left.NameBytes.Span.SequenceCompareTo(right.NameBytes.Span) is var order and not 0 ? order : ContentLocation.Compare(left.Key, right.Key);
}
