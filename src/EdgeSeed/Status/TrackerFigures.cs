namespace EdgeSeed.Status;

/// <summary>What the tracker did since the service started, and holds now.</summary>
internal sealed record TrackerFigures
{
    /// <summary>Announces answered, HTTP and UDP.</summary>
    public long Announces { get; init; }

    /// <summary>Scrapes answered, HTTP and UDP.</summary>
    public long Scrapes { get; init; }

    /// <summary>Requests refused or dropped: malformed, unknown torrent, too many.</summary>
    public long Refused { get; init; }

    /// <summary>Swarms held.</summary>
    public long Torrents { get; init; }

    /// <summary>Peers held, over all swarms.</summary>
    public long Peers { get; init; }

    /// <summary>Bytes that clients say they downloaded, from whomever.</summary>
    public long SwarmBytes { get; init; }

    /// <summary>Bytes the swarms moved for each payload byte that this box sent; 0 while it has sent none.</summary>
    public double Amplification { get; init; }
}
