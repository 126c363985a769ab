namespace EdgeSeed.Engine;

/// <summary>What became of <see cref="SeedSession.AddAsync"/>.</summary>
public enum AddTorrentResult
{
    /// <summary>It is seeded from now on.</summary>
    Added,

    /// <summary>A torrent with this info-hash is there already; nothing changed.</summary>
    AlreadyThere,

    /// <summary><see cref="EngineOptions.MaxTorrents"/> are there; it was refused.</summary>
    TooMany,
}
