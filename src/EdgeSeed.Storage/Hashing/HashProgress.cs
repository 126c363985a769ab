using EdgeSeed.Protocol.Torrents;

namespace EdgeSeed.Storage;

/// <summary>How far hashing has come.</summary>
/// <param name="BytesDone">Bytes hashed or found unreadable; never decreases from one report to the next.</param>
/// <param name="BytesTotal">Bytes of all files.</param>
/// <param name="FileIndex">Index of a file that is being read.</param>
/// <param name="FileCount">Number of files.</param>
/// <param name="File">That file's path inside the content; the default value for a single file.</param>
public readonly record struct HashProgress(long BytesDone, long BytesTotal, int FileIndex, int FileCount, SafePath File);
