namespace EdgeSeed.Tracker.Swarms;

/// <summary>
/// The peers of one swarm in one address family. Up to a few hundred lie in one block; a larger swarm is spread over a growing number of
/// blocks by a hash of the peer (linear hashing), so that finding one is always a short scan and needs no index.
/// </summary>
internal struct FamilyPeers
{
    /// <summary>The blocks of a swarm that has several; otherwise <c>null</c>.</summary>
    public uint[]? Directory;

    /// <summary>The only block of a small swarm; 0 for none.</summary>
    public uint Block;

    /// <summary>Entries of <see cref="Directory"/> in use; 0 when there is none.</summary>
    public int Buckets;

    /// <summary>Peers that have everything.</summary>
    public int Seeds;

    /// <summary>Peers that miss something.</summary>
    public int Leechers;

    /// <summary>Peers of either kind whose address not everybody can reach: without any, an answer needs no filter.</summary>
    public int Restricted;

    /// <summary>Sources (<see cref="IPeerEntry{TSelf}.HasSameSource"/>) with a peer that has everything.</summary>
    public int SeedSources;

    /// <summary>Peers beyond the second of their source: without any, an answer cannot have too many of one.</summary>
    public int Crowded;

    /// <summary>All peers.</summary>
    public readonly int Count => Seeds + Leechers;
}
