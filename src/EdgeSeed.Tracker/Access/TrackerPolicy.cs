using System.Collections.Concurrent;
using EdgeSeed.Protocol;

namespace EdgeSeed.Tracker.Access;

/// <summary>Decides which torrents are served. Thread-safe; torrents may come and go while the tracker runs. Grows with what the owner puts in, never with requests.</summary>
/// <param name="mode">With <see cref="AccessPolicy.Open"/> the set is kept but not asked.</param>
public sealed class TrackerPolicy(AccessPolicy mode)
{
    private readonly ConcurrentDictionary<InfoHash, byte> _served = new();

    /// <summary>Which torrents are served.</summary>
    public AccessPolicy Mode { get; } = mode;

    /// <summary>Torrents in the set.</summary>
    public int Count => _served.Count;

    /// <summary>Serves a torrent from now on.</summary>
    public void Add(in InfoHash infoHash) => _served[infoHash] = 0;

    /// <summary>Serves a torrent no longer. Its peers are forgotten when they expire.</summary>
    public void Remove(in InfoHash infoHash) => _served.TryRemove(infoHash, out _);

    /// <summary>Makes the set exactly this one, for a list that has been read anew.</summary>
    public void Replace(IReadOnlyCollection<InfoHash> infoHashes)
    {
        var wanted = new HashSet<InfoHash>(infoHashes);
        foreach (InfoHash infoHash in wanted) Add(infoHash);
        foreach (InfoHash infoHash in _served.Keys)
        {
            if (!wanted.Contains(infoHash)) Remove(infoHash);
        }
    }

    /// <summary>Whether announces and scrapes of a torrent are answered.</summary>
    public bool Serves(in InfoHash infoHash) => Mode == AccessPolicy.Open || _served.ContainsKey(infoHash);
}
