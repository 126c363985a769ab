namespace EdgeSeed.Linux.Files;

/// <summary>Enough of a file to see that its content was changed: its length and modification time.</summary>
/// <param name="Length">Bytes.</param>
/// <param name="ModifiedNanoseconds">Modification time in nanoseconds since 1970-01-01 UTC, as fine as the file system keeps it (vfat: 2 s).</param>
public readonly record struct FileStamp(long Length, long ModifiedNanoseconds)
{
    /// <summary>Nanoseconds in a second.</summary>
    public const long NanosecondsPerSecond = 1_000_000_000;
}
