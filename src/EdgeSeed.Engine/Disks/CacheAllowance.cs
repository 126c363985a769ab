namespace EdgeSeed.Engine.Disks;

/// <summary>
/// How many bytes of windows may be under way or waiting to be sent: what the kernel's cache is likely to keep. Nobody says how much that is, so it is
/// learned: a window that was gone when it was asked for takes a quarter away, windows that were kept add to it.
/// </summary>
/// <param name="first">Bytes to begin with.</param>
/// <param name="most">Bytes at most.</param>
internal sealed class CacheAllowance(long first, long most)
{
    /// <summary>Bytes at least: two windows under way, and some that are sent.</summary>
    public const long Least = 8 * 1024 * 1024;

    /// <summary>A kept window adds this part of its length.</summary>
    private const int GrowthDivisor = 4;

    /// <summary>Bytes allowed.</summary>
    public long Bytes { get; private set; } = Math.Max(Least, Math.Min(first, most));

    /// <summary>A window was gone before it was sent.</summary>
    public void Lost() => Bytes = Math.Max(Least, Bytes / 4 * 3);

    /// <summary>A window was sent from the cache while so many bytes stood there.</summary>
    public void Kept(long length, long standing)
    {
        if (standing > Bytes / 2) Bytes = Math.Min(most, Bytes + length / GrowthDivisor);
    }
}
