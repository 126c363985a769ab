using System.Collections.Concurrent;
using EdgeSeed.Protocol;

namespace EdgeSeed.Tracker.Announces;

/// <summary>
/// The torrents in which the box itself takes part. Answers name it first and count it, without its ever announcing. Thread-safe; grows with
/// what the owner puts in, never with requests.
/// </summary>
public sealed class LocalSeeders
{
    private readonly ConcurrentDictionary<InfoHash, LocalSeeder> _seeders = new();
    private readonly ConcurrentDictionary<InfoHash, InfoHash> _names = new();
    private readonly ConcurrentDictionary<InfoHash, InfoHash> _seconds = new();
    private volatile bool _hasNames;
    private volatile BoxAddresses _addresses = BoxAddresses.None;

    /// <summary>Where the box can be reached; may be replaced at any time.</summary>
    public BoxAddresses Addresses
    {
        get => _addresses;
        set => _addresses = value;
    }

    /// <summary>Torrents that the box takes part in.</summary>
    public int Count => _seeders.Count;

    /// <summary>Adds a torrent, or replaces what was said of it.</summary>
    public void Set(in InfoHash infoHash, LocalSeeder seeder) => _seeders[infoHash] = seeder;

    /// <summary>Takes the box out of a swarm.</summary>
    public void Remove(in InfoHash infoHash)
    {
        _seeders.TryRemove(infoHash, out _);
        if (_seconds.TryRemove(infoHash, out InfoHash second)) _names.TryRemove(second, out _);
    }

    /// <summary>Has a hybrid's swarm go by both its names (BEP 52): whoever announces or asks by the second means the first.</summary>
    /// <param name="second">The info-hash of version 2, cut to 20 bytes.</param>
    /// <param name="infoHash">The torrent, until the box is taken out of its swarm.</param>
    public void Alias(in InfoHash second, in InfoHash infoHash)
    {
        _seconds[infoHash] = second;
        _names[second] = infoHash;
        _hasNames = true;
    }

    /// <summary>Whether a torrent, called by its first name, has a second.</summary>
    public bool HasAlias(in InfoHash infoHash) => _hasNames && _seconds.ContainsKey(infoHash);

    /// <summary>The first name of a torrent that is called by its second; false for every other.</summary>
    public bool TryResolve(in InfoHash second, out InfoHash infoHash)
    {
        infoHash = default;
        return _hasNames && _names.TryGetValue(second, out infoHash);
    }

    /// <summary>The box's part in a swarm; false when it has none.</summary>
    public bool TryGet(in InfoHash infoHash, out LocalSeeder seeder) => _seeders.TryGetValue(infoHash, out seeder);

    /// <summary>Adds every torrent that the box takes part in.</summary>
    internal void AddTorrents(HashSet<InfoHash> torrents)
    {
        foreach (KeyValuePair<InfoHash, LocalSeeder> seeder in _seeders) torrents.Add(seeder.Key);
    }
}

/// <summary>The box's own part in a swarm.</summary>
/// <param name="Port">TCP port of the box's peer listener.</param>
/// <param name="IsSeed">Whether the box has everything.</param>
/// <param name="ContentLength">Bytes of the torrent's content; 0 when not known.</param>
public readonly record struct LocalSeeder(ushort Port, bool IsSeed, long ContentLength);
