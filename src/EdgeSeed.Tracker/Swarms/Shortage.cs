namespace EdgeSeed.Tracker.Swarms;

/// <summary>What an announce found full.</summary>
internal enum Shortage : byte
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>There is no room for a further torrent.</summary>
    Torrents,

    /// <summary>There is no room for a further peer.</summary>
    Peers,
}
