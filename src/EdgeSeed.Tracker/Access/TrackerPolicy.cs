using System.Collections.Concurrent;
using EdgeSeed.Protocol;

namespace EdgeSeed.Tracker.Access;

/// <summary>
/// Decides which torrents are served. Thread-safe; torrents may come and go while the tracker runs. Grows with what the owner puts in, never
/// with requests.
/// </summary>
/// <param name="mode">Which torrents are served; with <see cref="AccessPolicy.Open"/> the sets are kept but not asked.</param>
public sealed class TrackerPolicy(AccessPolicy mode)
{
    private readonly ConcurrentDictionary<InfoHash, byte> _library = new();
    private readonly ConcurrentDictionary<InfoHash, byte> _withheld = new();
    private volatile HashSet<InfoHash> _listed = [];
    private volatile AccessPolicy _mode = mode;

    /// <summary>Which torrents are served; may be changed at any time.</summary>
    public AccessPolicy Mode
    {
        get => _mode;
        set => _mode = value;
    }

    /// <summary>The torrents on the list, which <see cref="AccessPolicy.List"/> serves besides those of this box; replaced as a whole, never changed.</summary>
    public HashSet<InfoHash> Listed
    {
        get => _listed;
        set => _listed = value;
    }

    /// <summary>Serves a torrent of this box from now on.</summary>
    public void Add(in InfoHash infoHash) => _library[infoHash] = 0;

    /// <summary>The box has this torrent no longer. Its peers are forgotten when they expire.</summary>
    public void Remove(in InfoHash infoHash) => _library.TryRemove(infoHash, out _);

    /// <summary>Serves a torrent to nobody, whatever the mode: its swarm belongs to other trackers (BEP 27).</summary>
    public void Withhold(in InfoHash infoHash) => _withheld[infoHash] = 0;

    /// <summary>Ends <see cref="Withhold"/>.</summary>
    public void Release(in InfoHash infoHash) => _withheld.TryRemove(infoHash, out _);

    /// <summary>Whether announces and scrapes of a torrent are answered.</summary>
    public bool Serves(in InfoHash infoHash) => !_withheld.ContainsKey(infoHash) && (_mode switch
    {
        AccessPolicy.Open => true,
        AccessPolicy.List => _listed.Contains(infoHash) || _library.ContainsKey(infoHash),
        _ => _library.ContainsKey(infoHash),
    });
}

/// <summary>Which torrents a tracker serves.</summary>
public enum AccessPolicy : byte
{
    /// <summary>Those that this box itself seeds; the default.</summary>
    Library,

    /// <summary>Those too that are on a list: info-hashes, or a directory of <c>.torrent</c> files; see <see cref="ServedList"/>.</summary>
    List,

    /// <summary>Any that somebody announces, within the caps.</summary>
    Open,
}
