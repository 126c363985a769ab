namespace EdgeSeed.Protocol.Trackers;

/// <summary>What is wrong with a tracker query.</summary>
public enum QueryErrorKind : byte
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>A required key is absent.</summary>
    Missing,

    /// <summary>The value does not decode to 20 bytes.</summary>
    NotTwentyBytes,

    /// <summary>A <c>%</c> is not followed by two hexadecimal digits.</summary>
    BadEscape,

    /// <summary>The value is not a decimal number.</summary>
    NotANumber,

    /// <summary>The number is negative or too large.</summary>
    OutOfRange,

    /// <summary>The key is repeated more often than the tracker answers.</summary>
    TooMany,

    /// <summary>The query is longer than any honest one.</summary>
    TooLong,
}
