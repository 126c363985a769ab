namespace EdgeSeed.Tracker.Swarms;

/// <summary>The figures of a whole store. A peer that announced over both families counts in both.</summary>
public record struct StoreTotals
{
    /// <summary>Torrents known, with or without peers.</summary>
    public int Torrents { get; set; }

    /// <summary>IPv4 peers stored.</summary>
    public int IPv4Peers { get; set; }

    /// <summary>IPv6 peers stored.</summary>
    public int IPv6Peers { get; set; }

    /// <summary>Peers that have everything.</summary>
    public long Seeds { get; set; }

    /// <summary>Peers that miss something.</summary>
    public long Leechers { get; set; }

    /// <summary>Completed downloads over all torrents still known.</summary>
    public long Completed { get; set; }

    /// <summary>Memory reserved for peers, in bytes.</summary>
    public long PeerBytes { get; set; }
}
