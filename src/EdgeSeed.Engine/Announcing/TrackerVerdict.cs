namespace EdgeSeed.Engine.Announcing;

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
