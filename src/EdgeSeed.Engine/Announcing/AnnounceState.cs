namespace EdgeSeed.Engine.Announcing;

/// <summary>How a torrent stands with its trackers.</summary>
public enum AnnounceState
{
    /// <summary>No tracker has been asked yet.</summary>
    Waiting,

    /// <summary>A tracker knows of us.</summary>
    Working,

    /// <summary>No tracker answered, or those that did refused; it is tried again.</summary>
    Failing,

    /// <summary>Every tracker refused for good (BEP 31): it is not tried again until the torrent is added anew.</summary>
    Refused,
}
