namespace EdgeSeed.Config;

/// <summary>When super-seeding (BEP 16) is used.</summary>
internal enum SuperSeeding
{
    /// <summary>While a torrent has no other complete seed.</summary>
    Auto,
    /// <summary>Always.</summary>
    Always,
    /// <summary>Never.</summary>
    Never,
}
