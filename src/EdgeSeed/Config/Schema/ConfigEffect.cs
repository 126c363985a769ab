namespace EdgeSeed.Config;

/// <summary>When an edited key takes effect.</summary>
internal enum ConfigEffect
{
    /// <summary>At once, while everything keeps running.</summary>
    Live,
    /// <summary>At the next start of the service.</summary>
    Restart,
}
