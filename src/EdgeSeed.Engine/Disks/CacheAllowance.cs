namespace EdgeSeed.Engine.Disks;

/// <summary>
/// How many bytes of windows may be under way or waiting to be sent: what the kernel's cache is likely to keep. Nobody says how much that is, so it is
/// learned: a window that was gone when it was asked for takes some away, windows that were kept add to it, slowly where the last loss was.
/// </summary>
/// <param name="first">Bytes to begin with.</param>
/// <param name="most">Bytes at most.</param>
internal sealed class CacheAllowance(long first, long most)
{
    /// <summary>Bytes at least: two windows under way, and some that are sent.</summary>
    public const long Least = 8 * 1024 * 1024;

    /// <summary>A kept window adds this part of its length.</summary>
    private const int GrowthDivisor = 4;

    /// <summary>The same within a quarter of what was too much.</summary>
    private const int CarefulDivisor = 64;

    private long _tooMuch = long.MaxValue;

    /// <summary>Bytes allowed.</summary>
    public long Bytes { get; private set; } = Math.Max(Least, Math.Min(first, most));

    /// <summary>
    /// A window was gone before it was sent. Where others wait for the drive, reading it again is at their cost, and fewer windows cost nobody anything: a
    /// quarter goes. Where nobody waits, shorter windows would move the head more often than one that is read again does: only its own length goes.
    /// </summary>
    public void Lost(long length, bool isBusy)
    {
        if (isBusy) _tooMuch = Bytes;
        Bytes = Math.Max(Least, isBusy ? Bytes / 4 * 3 : Bytes - length);
    }

    /// <summary>A window was sent from the cache while so many bytes stood there.</summary>
    public void Kept(long length, long standing)
    {
        if (standing <= Bytes / 2) return;
        Bytes = Math.Min(most, Bytes + length / (Bytes < _tooMuch / 4 * 3 ? GrowthDivisor : CarefulDivisor));
        if (Bytes > _tooMuch) _tooMuch = long.MaxValue;
    }
}
