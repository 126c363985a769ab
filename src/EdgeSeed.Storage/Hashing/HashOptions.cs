using EdgeSeed.Linux;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Storage.Hashing.Lanes;

namespace EdgeSeed.Storage.Hashing;

/// <summary>How much of the machine hashing may use.</summary>
public sealed record HashOptions
{
    /// <summary>Most workers; asking for more gives this many.</summary>
    public const int MaxWorkers = 16;

    /// <summary>The defaults.</summary>
    public static HashOptions Default { get; } = new();

    /// <summary>Threads that hash, each with one buffer; by default one a processor. Never more than there are pieces.</summary>
    public int Workers { get; init; } = Environment.ProcessorCount;

    /// <summary>
    /// Bytes of a worker's buffer, default 512 KiB, whatever the piece length: all memory that hashing takes beside the digests, but for
    /// some 20 KiB a worker.
    /// </summary>
    public int BufferBytes { get; init; } = 512 * 1024;

    /// <summary>
    /// Most bytes of the system's cache that content may be read ahead into where a worker hashes several pieces at once; these are clean
    /// pages, which the system drops when it needs memory. Null, the default, takes an eighth of the memory. Fewer workers run, or pieces
    /// are hashed one by one, where their pieces need more than this.
    /// </summary>
    public long? AheadBytes { get; init; }

    /// <summary>
    /// Whether pages are dropped from the system's cache once hashed, so that hashing a large folder does not push out
    /// everything else. Null, the default, drops them when the content is larger than half of the memory.
    /// </summary>
    public bool? DropBehind { get; init; }

    /// <summary>Whether hashing gives way to everything else on the machine (nice 10); default no.</summary>
    public bool InBackground { get; init; }

    /// <summary>Pieces that a worker hashes at once; 1 for one after the other. By default what is fastest here.</summary>
    internal int Lanes { get; init; } = LaneSha1.FastestLanes;

    internal long AheadOrDefault => AheadBytes ?? MemoryBytes / 8;

    // The runtime would tell the limit of its heap, which has nothing to do with the system's cache.
    private static long MemoryBytes => Math.Max(Libc.SystemSetting(Libc.MemoryPages), 0) * (long)Environment.SystemPageSize;

    internal bool ShouldDropBehind(long contentBytes) => DropBehind ?? contentBytes > MemoryBytes / 2;
}

/// <summary>How far hashing has come.</summary>
/// <param name="BytesDone">Bytes hashed or found unreadable; never decreases from one report to the next.</param>
/// <param name="BytesTotal">Bytes of all files.</param>
/// <param name="FileIndex">Index of a file that is being read.</param>
/// <param name="FileCount">Number of files.</param>
/// <param name="File">That file's path inside the content; the default value for a single file.</param>
public readonly record struct HashProgress(long BytesDone, long BytesTotal, int FileIndex, int FileCount, SafePath File);
