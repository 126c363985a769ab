namespace EdgeSeed.Engine.Downloads;

/// <summary>What became of a piece when one of its blocks was written.</summary>
internal enum PieceVerdict : byte
{
    /// <summary>It lacks blocks still.</summary>
    Open,

    /// <summary>Its hash is right.</summary>
    Right,

    /// <summary>Its hash is wrong.</summary>
    Wrong,
}
