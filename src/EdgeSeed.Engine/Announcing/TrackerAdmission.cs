namespace EdgeSeed.Engine.Announcing;

/// <summary>Whether a tracker may be asked now.</summary>
internal enum TrackerAdmission
{
    /// <summary>It may; <see cref="ExternalTracker.Leave"/> must follow.</summary>
    Open,

    /// <summary>Enough announces to it are under way: come back, and do not turn to another meanwhile.</summary>
    Busy,

    /// <summary>It did not answer of late and is left alone for a while, or somebody is finding out whether it is back.</summary>
    Failing,
}

/// <summary>How an announce ended, the best first.</summary>
internal enum TrackerVerdict
{
    /// <summary>The tracker knows of us.</summary>
    Accepted,

    /// <summary>It answered, but not with what was asked for: the torrent's affair, other torrents may fare better.</summary>
    Refused,

    /// <summary>It did not answer, or is overloaded: the same for every torrent.</summary>
    Unreachable,
}
