using System.Buffers.Binary;
using System.Security.Cryptography;
using EdgeSeed.Protocol;

namespace EdgeSeed.Tracker.Swarms;

/// <summary>
/// All swarms of a tracker, in memory. An IPv4 peer costs 8 bytes and its share of a block, an IPv6 peer 20; announcing allocates nothing on
/// the managed heap but when a table grows. Everything is bounded: peers by <see cref="TrackerOptions.MaxPeerBytes"/> and
/// <see cref="TrackerOptions.MaxPeersPerTorrent"/>, torrents by <see cref="TrackerOptions.MaxTorrents"/>; at a cap those silent longest make
/// room for a newcomer. Thread-safe: the swarms are divided among shards by info-hash, each with its own lock.
/// </summary>
public sealed class SwarmStore : IDisposable
{
    private const int ShardCount = 16;

    private readonly SwarmShard[] _shards = new SwarmShard[ShardCount];
    private readonly PagePool _pool = new();
    private readonly SwarmClock _clock;
    private readonly StoreLimits _limits;
    private readonly ulong _secret;

    /// <summary>An empty store.</summary>
    /// <param name="options">The caps and the expiry.</param>
    /// <param name="time">The clock by which peers expire.</param>
    /// <exception cref="PlatformNotSupportedException">The machine is big-endian.</exception>
    public SwarmStore(TrackerOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        if (!BitConverter.IsLittleEndian) throw new PlatformNotSupportedException("Peers are packed for little-endian machines.");
        _clock = new SwarmClock(time);
        Span<byte> secret = stackalloc byte[8];
        RandomNumberGenerator.Fill(secret);
        _secret = BinaryPrimitives.ReadUInt64LittleEndian(secret);
        _limits = new StoreLimits(options.MaxTorrents, options.MaxPeersPerTorrent, Math.Max(1, options.MaxPeersPerSource), options.MaxPeerBytes, SwarmClock.ToTicks(options.Expiry));
        for (int i = 0; i < ShardCount; i++) _shards[i] = new SwarmShard(_pool, _limits, _secret);
    }

    /// <summary>Stores or removes the client and chooses peers for it: random ones, none twice, never itself, and no seeds for a seed.</summary>
    /// <param name="announce">What the client says.</param>
    /// <param name="selection">What it wants; receives the peers. A client that leaves gets none.</param>
    /// <param name="change">What this changed.</param>
    /// <returns>The swarm's figures after the announce; all zero for a torrent that is not known.</returns>
    public SwarmCounts Announce(in SwarmAnnounce announce, ref PeerSelection selection, out PeerChange change)
    {
        selection.IPv4Count = selection.IPv6Count = 0;
        SwarmShard shard = Shard(announce.InfoHash);
        uint now = _clock.Now;
        for (int attempt = 0; ; attempt++)
        {
            SwarmCounts counts = shard.Announce(announce, now, isForced: attempt == 2, ref selection, out change, out Shortage shortage);
            if (shortage == Shortage.None) return counts;
            MakeRoom(shortage, now);
        }
    }

    /// <summary>The figures of one swarm.</summary>
    /// <returns>False when the torrent is not known; the figures are then all zero.</returns>
    public bool TryScrape(in InfoHash infoHash, out SwarmCounts counts) => Shard(infoHash).TryScrape(infoHash, out counts);

    /// <summary>Removes peers that have been silent for longer than <see cref="TrackerOptions.Expiry"/>, and torrents of which nothing is left to know.</summary>
    public void Sweep()
    {
        foreach (SwarmShard shard in _shards) shard.Sweep(_clock.Now);
    }

    /// <summary>The figures of all swarms; each shard is consistent in itself.</summary>
    public StoreTotals Totals()
    {
        var totals = new StoreTotals { PeerBytes = _pool.ReservedBytes };
        foreach (SwarmShard shard in _shards) shard.AddTo(ref totals);
        return totals;
    }

    /// <summary>Grows with every completed download that is counted: whether the state must be saved.</summary>
    public long CompletedChanges
    {
        get
        {
            long changes = 0;
            foreach (SwarmShard shard in _shards) changes += shard.CompletedChanges;
            return changes;
        }
    }

    /// <summary>The completed count of every torrent that has one.</summary>
    public IReadOnlyCollection<(InfoHash InfoHash, uint Completed)> CompletedCounts()
    {
        var counts = new List<(InfoHash, uint)>();
        foreach (SwarmShard shard in _shards) shard.AddCompletedCounts(counts);
        return counts;
    }

    /// <summary>Grows with every announce that stores, refreshes or removes a peer: whether saved peers are out of date.</summary>
    public long PeerChanges
    {
        get
        {
            long changes = 0;
            foreach (SwarmShard shard in _shards) changes += shard.PeerChanges;
            return changes;
        }
    }

    /// <summary>
    /// Copies the next block of peers. What changes between two calls may be found twice, or not at all: a peer restored twice is one, and
    /// one that is missing announces again.
    /// </summary>
    /// <param name="place">Where to go on; the default begins.</param>
    /// <param name="group">Whose peers, and what they are.</param>
    /// <param name="peers">Receives the peers in compact form, seeds first: <see cref="PeerGroup.MaxBytes"/> bytes.</param>
    /// <param name="ages">Receives how long each has been silent, in ticks: <see cref="PeerGroup.MaxPeers"/> elements.</param>
    /// <returns>False at the end.</returns>
    internal bool TryRead(ref StorePlace place, out PeerGroup group, Span<byte> peers, Span<ushort> ages)
    {
        for (; place.Shard < ShardCount; place = new StorePlace(place.Shard + 1, 0, false, 0))
        {
            if (_shards[place.Shard].TryRead(ref place, _clock.Now, out group, peers, ages)) return true;
        }
        group = default;
        return false;
    }

    /// <summary>Stores a peer as it was before a restart. At a cap it is dropped: nobody gives way for it.</summary>
    /// <param name="infoHash">The torrent.</param>
    /// <param name="peer">Its address.</param>
    /// <param name="isSeed">Whether it had everything.</param>
    /// <param name="age">How long it had been silent, in ticks.</param>
    internal void Restore(in InfoHash infoHash, in PeerEndPoint peer, bool isSeed, ushort age) => Shard(infoHash).Restore(infoHash, peer, isSeed, age, _clock.Now);

    /// <summary>How long a silent peer is kept. May be changed at any time; the next <see cref="Sweep"/> goes by it.</summary>
    public TimeSpan Expiry
    {
        get => TimeSpan.FromSeconds(_limits.ExpiryTicks * (double)SwarmClock.TickSeconds);
        set => _limits.ExpiryTicks = SwarmClock.ToTicks(value);
    }

    /// <summary>Adds every torrent known.</summary>
    internal void AddTorrents(HashSet<InfoHash> torrents)
    {
        foreach (SwarmShard shard in _shards) shard.AddTorrents(torrents);
    }

    /// <summary>Sets a torrent's completed count, as it was before a restart. One beyond <see cref="TrackerOptions.MaxTorrents"/> is dropped.</summary>
    public void Restore(in InfoHash infoHash, uint completed) => Shard(infoHash).Restore(infoHash, completed, _clock.Now);

    /// <summary>Frees the peers' memory. No other member may be in use or be called afterwards.</summary>
    public void Dispose() => _pool.Dispose();

    /// <summary>The fullest shard gives: else a torrent in a shard that others have kept small could never grow. A forced announce may exceed a cap by as many as there are threads.</summary>
    private void MakeRoom(Shortage shortage, uint now)
    {
        SwarmShard fullest = _shards[0];
        foreach (SwarmShard shard in _shards)
        {
            if (shortage == Shortage.Torrents ? shard.Torrents > fullest.Torrents : shard.PeerBytes > fullest.PeerBytes) fullest = shard;
        }
        if (shortage == Shortage.Torrents) fullest.MakeRoomForTorrents(now);
        else fullest.MakeRoomForPeers(now);
    }

    /// <summary>Chosen by bytes that a shard's own table does not start from; whoever steers them gains one slow shard, not a slow store.</summary>
    private SwarmShard Shard(in InfoHash infoHash)
    {
        ulong mixed = (BinaryPrimitives.ReadUInt32LittleEndian(infoHash.Span[16..]) ^ _secret) * 0x9E37_79B9_7F4A_7C15;
        return _shards[(int)(mixed >> 60)];
    }
}

/// <summary>How far a store has been read, block by block.</summary>
/// <param name="Shard">The shard.</param>
/// <param name="Swarm">The swarm's index in its table.</param>
/// <param name="IsIPv6">Which of its families.</param>
/// <param name="Bucket">The bucket that comes next.</param>
internal readonly record struct StorePlace(int Shard, int Swarm, bool IsIPv6, int Bucket);
