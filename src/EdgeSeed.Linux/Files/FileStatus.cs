using System.Buffers.Binary;

namespace EdgeSeed.Linux.Files;

/// <summary>What <c>statx(2)</c> says of a file.</summary>
/// <param name="Kind">Regular file, directory, link or other.</param>
/// <param name="Stamp">Length and time of the last change of content.</param>
/// <param name="Inode">Inode number, unique on its device.</param>
/// <param name="Device">Major and minor device number in one value; changes when another drive is mounted in the place.</param>
/// <param name="Links">Names that the file has (hard links).</param>
public readonly record struct FileStatus(FileKind Kind, FileStamp Stamp, ulong Inode, ulong Device, uint Links)
{
    /// <summary>Bytes of <c>struct statx</c>, which unlike <c>struct stat</c> is the same on every architecture.</summary>
    internal const int StatXLength = 256;

    /// <summary>STATX_BASIC_STATS.</summary>
    internal const uint StatXBasic = 0x7ff;

    /// <summary>The unit in which blocks are counted, whatever the file system's.</summary>
    private const int BlockBytes = 512;

    private const int TypeMask = 0xf000;

    /// <summary>
    /// When it was last changed in any way: content, name, owner or rights; nanoseconds since 1970. Nobody can set it, so that what was copied just now
    /// with the times of its original is told from what is old.
    /// </summary>
    public long ChangedNanoseconds { get; init; }

    /// <summary>Whether it takes less room than its length: there are holes in it, or its file system compresses.</summary>
    public bool IsSparse { get; init; }

    internal static FileStatus FromStatX(ReadOnlySpan<byte> statx)
    {
        FileKind kind = (ReadUInt16(statx, 28) & TypeMask) switch
        {
            0x8000 => FileKind.Regular,
            0x4000 => FileKind.Directory,
            0xa000 => FileKind.Link,
            _ => FileKind.Special,
        };
        return new FileStatus(
            kind,
            new FileStamp((long)ReadUInt64(statx, 40), Time(statx, 112)),
            ReadUInt64(statx, 32),
            ((ulong)ReadUInt32(statx, 136) << 32) | ReadUInt32(statx, 140),
            ReadUInt32(statx, 16))
        {
            ChangedNanoseconds = Time(statx, 96),
            IsSparse = ReadUInt64(statx, 48) < ReadUInt64(statx, 40) / BlockBytes,
        };
    }

    // Saturates instead of wrapping: a file system may hold a year 300,000, and only equality and order matter here.
    private static long Time(ReadOnlySpan<byte> statx, int offset)
    {
        Int128 nanoseconds = ((Int128)(long)ReadUInt64(statx, offset) * FileStamp.NanosecondsPerSecond) + ReadUInt32(statx, offset + 8);
        return (long)Int128.Clamp(nanoseconds, long.MinValue, long.MaxValue);
    }

    // The kernel writes this structure in the machine's own byte order; both targets are little-endian.
    private static ushort ReadUInt16(ReadOnlySpan<byte> data, int offset) => BinaryPrimitives.ReadUInt16LittleEndian(data[offset..]);

    private static uint ReadUInt32(ReadOnlySpan<byte> data, int offset) => BinaryPrimitives.ReadUInt32LittleEndian(data[offset..]);

    private static ulong ReadUInt64(ReadOnlySpan<byte> data, int offset) => BinaryPrimitives.ReadUInt64LittleEndian(data[offset..]);
}
