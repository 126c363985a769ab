using EdgeSeed.Protocol;

namespace EdgeSeed.Tracker.Swarms;

/// <summary>One torrent as the tracker knows it. Lives in a <see cref="SwarmTable"/>, never moves there, and belongs to its shard's lock.</summary>
internal struct Swarm
{
    /// <summary>Which torrent.</summary>
    public InfoHash InfoHash;

    /// <summary>Downloads completed, over restarts.</summary>
    public uint Completed;

    /// <summary>When the last announce was; see <see cref="SwarmClock"/>.</summary>
    public uint LastTick;

    /// <summary>The number of the last announce among all of the shard's: who was silent longer, also within one tick.</summary>
    public uint LastAnnounce;

    /// <summary>The next swarm in the same hash chain, or the next free record; -1 ends the list.</summary>
    public int Next;

    /// <summary>Whether the record is in use.</summary>
    public bool IsUsed;

    /// <summary>IPv4 peers.</summary>
    public FamilyPeers IPv4;

    /// <summary>IPv6 peers.</summary>
    public FamilyPeers IPv6;

    /// <summary>Peers of both families.</summary>
    public readonly int PeerCount => IPv4.Count + IPv6.Count;

    /// <summary>The figures that announces and scrapes tell: one source is no more than one seed.</summary>
    public readonly SwarmCounts Counts => new(IPv4.SeedSources + IPv6.SeedSources, IPv4.Leechers + IPv6.Leechers, Completed);
}
