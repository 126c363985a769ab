namespace EdgeSeed.Protocol.Wire;

/// <summary>How far reading something from a stream came.</summary>
public enum ParseStatus : byte
{
    /// <summary>The bytes so far are a valid beginning.</summary>
    NeedMore,

    /// <summary>One whole thing was read.</summary>
    Complete,

    /// <summary>No bytes that could still come make it valid.</summary>
    Invalid,
}
