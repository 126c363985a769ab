namespace EdgeSeed.Tracker.Swarms;

/// <summary>What an announce changed in its swarm.</summary>
public enum PeerChange : byte
{
    /// <summary>Nothing: the client is not stored.</summary>
    None,

    /// <summary>A new peer.</summary>
    Joined,

    /// <summary>A known peer was heard of again.</summary>
    Refreshed,

    /// <summary>A peer completed its download, and this was counted; perhaps it left with that.</summary>
    Completed,

    /// <summary>A seed left.</summary>
    SeedLeft,

    /// <summary>A peer left that was no seed, and no download was counted.</summary>
    LeecherLeft,
}
