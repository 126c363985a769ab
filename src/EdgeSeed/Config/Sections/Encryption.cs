namespace EdgeSeed.Config;

/// <summary>Protocol encryption (MSE).</summary>
internal enum Encryption
{
    /// <summary>Both kinds are taken; we connect encrypted first, plain where the other side cannot.</summary>
    Prefer,
    /// <summary>Encrypted only.</summary>
    Require,
    /// <summary>Plain only.</summary>
    Off,
}
