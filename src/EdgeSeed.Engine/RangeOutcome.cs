namespace EdgeSeed.Engine;

/// <summary>Whether a range of a torrent's bytes can be had.</summary>
public enum RangeOutcome
{
    /// <summary>It can.</summary>
    Good,

    /// <summary>There is no such torrent, or it is being removed.</summary>
    NotHere,

    /// <summary>Some of it is in pieces that are not offered, because they are missing or damaged.</summary>
    Withheld,

    /// <summary>The torrent's first copy is being spread among peers (BEP 16), who should get it from each other: ask again later.</summary>
    Spreading,

    /// <summary>The drive does not give it at present.</summary>
    Unreadable,

    /// <summary><see cref="EngineOptions.MaxRangeReads"/> others are being read: ask again later.</summary>
    Busy,

    /// <summary>Who wanted it has left before the drive came to it.</summary>
    Cancelled,
}
