namespace EdgeSeed.Tracker.Swarms;

/// <summary>What stands before a block's entries: whose they are and how many. Eight bytes.</summary>
internal struct BlockHeader
{
    /// <summary>Index of the owner in its <see cref="SwarmTable"/>.</summary>
    public int Swarm;

    /// <summary>Which of the owner's buckets.</summary>
    public ushort Bucket;

    /// <summary>Entries in use.</summary>
    public byte Count;

    /// <summary>How many of them, at the front, are seeds.</summary>
    public byte Seeds;
}
