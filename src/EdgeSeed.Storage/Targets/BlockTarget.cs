using EdgeSeed.Linux.Files;
using EdgeSeed.Storage.Content;

namespace EdgeSeed.Storage.Targets;

/// <summary>
/// Where the bytes of a torrent that is being downloaded are put, and read back from: files below a folder (<see cref="TorrentTarget"/>), or in
/// tests a disk that fills up or fails. One thread writes; any may read.
/// </summary>
public abstract class BlockTarget : BlockSource
{
    /// <summary>
    /// Parts written by one call at most: 32 KiB in blocks of 16 KiB. A longer write makes larger folios in the page cache (ext4 since Linux 6.16):
    /// a little cheaper in memory just used, but ten times as dear in memory that was free for long and which the host of a virtual machine has
    /// taken back (<c>tests/Bench/write-sizes.py</c>).
    /// </summary>
    public const int MaxParts = FileDescriptor.MaxParts;

    /// <summary>
    /// Tells that a range will be written soon, so that room is found for it at once and in one stretch; it reads as zeros until then. Of no
    /// consequence when it fails: the write tells.
    /// </summary>
    /// <param name="offset">First byte in the torrent's stream.</param>
    /// <param name="length">Bytes; the range lies inside the torrent.</param>
    public virtual void Reserve(long offset, int length)
    {
    }

    /// <summary>Writes bytes at an offset of the torrent's stream; they may still be on their way to the medium when it returns.</summary>
    /// <param name="offset">First byte in the torrent's stream.</param>
    /// <param name="bytes">Lie inside the torrent.</param>
    /// <returns>Null on success; on failure some of the bytes may be written.</returns>
    public abstract StorageError? Write(long offset, ReadOnlySpan<byte> bytes);

    /// <summary>Writes what lies in several places of memory one behind the other, in one call where the medium can.</summary>
    /// <param name="offset">First byte in the torrent's stream.</param>
    /// <param name="parts">At most <see cref="MaxParts"/>; together they lie inside the torrent.</param>
    /// <returns>Null on success; on failure some of the bytes may be written.</returns>
    public virtual StorageError? Write(long offset, ReadOnlySpan<ReadOnlyMemory<byte>> parts)
    {
        foreach (ReadOnlyMemory<byte> part in parts)
        {
            if (Write(offset, part.Span) is { } error) return error;
            offset += part.Length;
        }
        return null;
    }
}
