namespace EdgeSeed.Engine.Announcing;

/// <summary>What became of <see cref="Announcer.Add"/>.</summary>
public enum AddAnnounceResult
{
    /// <summary>It is announced from now on.</summary>
    Added,

    /// <summary>It has no tracker but our own, or none that can be used; nothing is kept of it.</summary>
    NoTracker,

    /// <summary>A torrent with this info-hash is there already; nothing changed.</summary>
    AlreadyThere,

    /// <summary><see cref="AnnouncerOptions.MaxTorrents"/> are there, or the announcer is stopping; it was refused.</summary>
    TooMany,
}
