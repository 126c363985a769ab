namespace EdgeSeed.Protocol.Torrents;

/// <summary>Why a path was refused by <see cref="SafePath"/>.</summary>
public enum PathFault : byte
{
    /// <summary>Nothing is wrong.</summary>
    None,

    /// <summary>The path has no segments.</summary>
    NoSegments,

    /// <summary>A segment is empty: a doubled, leading (absolute path) or trailing separator.</summary>
    EmptySegment,

    /// <summary>A segment is <c>.</c> or <c>..</c>.</summary>
    DotSegment,

    /// <summary>A segment holds a NUL byte.</summary>
    NulByte,

    /// <summary>A segment holds a <c>/</c>.</summary>
    Separator,

    /// <summary>A segment is longer than <see cref="SafePath.MaxSegmentLength"/>.</summary>
    SegmentTooLong,

    /// <summary>The path is longer than <see cref="SafePath.MaxLength"/>.</summary>
    PathTooLong,
}
