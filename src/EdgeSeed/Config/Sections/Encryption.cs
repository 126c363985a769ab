namespace EdgeSeed.Config;

/// <summary>Protocol encryption (MSE).</summary>
internal enum Encryption
{
    /// <summary>Encrypted first, plain where the other side cannot.</summary>
    Prefer,
    /// <summary>Encrypted only.</summary>
    Require,
    /// <summary>Plain only.</summary>
    Off,
}
