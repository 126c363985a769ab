namespace EdgeSeed.Engine.Announcing;

/// <summary>One tracker in one torrent's list, and how it took that torrent.</summary>
internal struct TrackerEntry
{
    /// <summary>The value of <see cref="NotBefore"/> after a refusal for good.</summary>
    public const long Never = long.MaxValue;

    /// <summary>The tracker, shared with other torrents.</summary>
    public required ExternalTracker Tracker { get; init; }

    /// <summary>The tier; promotion stays within it (BEP 12).</summary>
    public required byte Tier { get; init; }

    /// <summary>The address families over which the tracker has been told of us and not yet of our leaving.</summary>
    public Families Told { get; set; }

    /// <summary>Refusals in a row.</summary>
    public int Refusals { get; set; }

    /// <summary>The announcer's millisecond before which this tracker is not asked for this torrent.</summary>
    public long NotBefore { get; set; }

    /// <summary>To be sent back to the tracker (BEP 3), at most <see cref="MaxTrackerIdBytes"/>; null when it gave none.</summary>
    public byte[]? TrackerId { get; set; }

    /// <summary>A longer tracker id is not kept.</summary>
    public const int MaxTrackerIdBytes = 128;
}
