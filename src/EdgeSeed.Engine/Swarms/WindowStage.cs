namespace EdgeSeed.Engine.Swarms;

/// <summary>How far a <see cref="ReadWindow"/> has come.</summary>
internal enum WindowStage : byte
{
    /// <summary>It waits for its drive.</summary>
    Waiting,

    /// <summary>The kernel was told to read it.</summary>
    UnderWay,

    /// <summary>It lies in the kernel's cache, or did a moment ago.</summary>
    Ready,

    /// <summary>Forgotten: nobody waits for it, or the cache no longer had it.</summary>
    Gone,
}
