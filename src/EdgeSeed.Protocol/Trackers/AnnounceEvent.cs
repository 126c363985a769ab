namespace EdgeSeed.Protocol.Trackers;

/// <summary>What a client reports with an announce. The numbers are those of the UDP protocol (BEP 15).</summary>
public enum AnnounceEvent : byte
{
    /// <summary>A regular announce, or one whose event is not known here.</summary>
    None = 0,

    /// <summary>The download has just become complete; sent once, and not by who started complete.</summary>
    Completed = 1,

    /// <summary>The first announce of a session.</summary>
    Started = 2,

    /// <summary>The client leaves the swarm.</summary>
    Stopped = 3,

    /// <summary>A partial seed: incomplete, yet it downloads nothing more (BEP 21). Sent with every announce while that lasts.</summary>
    Paused = 4,
}
