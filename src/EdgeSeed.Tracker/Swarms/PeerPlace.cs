namespace EdgeSeed.Tracker.Swarms;

/// <summary>Where a stored peer is, until its swarm next changes.</summary>
/// <param name="Bucket">Which of the swarm's buckets; -1 for a peer that is not stored.</param>
/// <param name="Index">Which entry of the bucket's block.</param>
internal readonly record struct PeerPlace(int Bucket, int Index)
{
    /// <summary>Not stored.</summary>
    public static PeerPlace None => new(-1, -1);

    /// <summary>Whether the peer is stored.</summary>
    public bool IsStored => Bucket >= 0;
}
