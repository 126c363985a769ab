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
    public void Remove(in InfoHash infoHash) => _seeders.TryRemove(infoHash, out _);

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
