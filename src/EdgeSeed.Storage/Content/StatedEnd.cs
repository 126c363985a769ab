using System.Buffers.Binary;
using EdgeSeed.Linux;
using EdgeSeed.Linux.Files;

namespace EdgeSeed.Storage.Content;

/// <summary>
/// Where a file ends by what its own format says, for formats that say so where it costs a read or a few: films and sound (ISO/IEC 14496-12, Matroska,
/// RIFF), disk images (ISO 9660), archives (ZIP and what is made of it, 7z). A copy that was broken off, or whose writer closes the file between two parts,
/// is known by that. Reads some 64 KiB at most, whatever the file says.
/// </summary>
public static class StatedEnd
{
    /// <summary>Boxes of a film that are looked at: one has a few, and what is recorded live has thousands and no end that is known before.</summary>
    private const int MaxBoxes = 64;

    private const int HeadBytes = 64;
    private const int SectorBytes = 2048;

    /// <summary>The first sector of an ISO 9660 image that says anything.</summary>
    private const long DescriptorOffset = 16 * SectorBytes;

    /// <summary>A ZIP's end, behind which there may be a comment.</summary>
    private const int ZipEndBytes = 22;

    private static ReadOnlySpan<byte> Ebml => [0x1a, 0x45, 0xdf, 0xa3];

    private static ReadOnlySpan<byte> Segment => [0x18, 0x53, 0x80, 0x67];

    private static ReadOnlySpan<byte> SevenZip => [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c];

    /// <summary>Whether a file says that there is more of it than there is.</summary>
    /// <param name="file">A single file; one that cannot be read, or says nothing, is not cut short.</param>
    public static bool IsMissing(ContentLocation file)
    {
        ArgumentNullException.ThrowIfNull(file);
        using RootedFiles rooted = new(file);
        if (rooted.Open(default, out FileDescriptor? opened, out FileStatus status) is not null) return false;
        using (opened) return IsMissing(new Source(opened!, status.Stamp.Length));
    }

    private static bool IsMissing(in Source source)
    {
        Span<byte> head = stackalloc byte[HeadBytes];
        head = head[..source.Read(0, head)];
        if (head.Length < 16) return false;
        if (head[4..8].SequenceEqual("ftyp"u8)) return IsFilmMissing(source);
        if (head.StartsWith(Ebml)) return IsSegmentMissing(head, source.Length);
        if (head.StartsWith("RIFF"u8)) return BinaryPrimitives.ReadUInt32LittleEndian(head[4..]) is not (0 or uint.MaxValue) and var rest && 8L + rest > source.Length;
        if (head.StartsWith(SevenZip) && head.Length >= 32) return IsArchiveMissing(head, source.Length);
        if (head.StartsWith("PK\x03\x04"u8)) return IsZipEndMissing(source);
        return IsImageMissing(source);
    }

    private static bool IsFilmMissing(in Source source)
    {
        Span<byte> head = stackalloc byte[16];
        long at = 0;
        for (int boxes = 0; boxes < MaxBoxes && at < source.Length; boxes++)
        {
            int read = source.Read(at, head);
            // What follows the last whole box and is none: some programs leave a byte or two behind.
            if (read < 8) return false;
            long size = BinaryPrimitives.ReadUInt32BigEndian(head);
            if (size == 0) return false;
            if (size == 1) size = read < 16 ? 0 : BinaryPrimitives.ReadInt64BigEndian(head[8..]);
            if (size < 8) return false;
            if (size > source.Length - at) return true;
            at += size;
        }
        return false;
    }

    /// <summary>The head of EBML, then the segment with all there is; live recordings do not say how long theirs is.</summary>
    private static bool IsSegmentMissing(ReadOnlySpan<byte> head, long length)
    {
        int at = 4;
        if (!TryReadSize(head, ref at, out long size) || size > head.Length - at) return false;
        at += (int)size;
        if (!head[at..].StartsWith(Segment)) return false;
        at += 4;
        return TryReadSize(head, ref at, out size) && size > length - at;
    }

    /// <summary>A number of one to eight bytes, whose first zeros say how many (RFC 8794); false for one that stands for "unknown".</summary>
    private static bool TryReadSize(ReadOnlySpan<byte> bytes, ref int at, out long size)
    {
        size = 0;
        if (at >= bytes.Length || bytes[at] == 0) return false;
        int length = byte.LeadingZeroCount(bytes[at]) + 1;
        if (at + length > bytes.Length) return false;
        size = bytes[at] & ((0x80 >> (length - 1)) - 1);
        for (int i = 1; i < length; i++) size = (size << 8) | bytes[at + i];
        at += length;
        return size != (1L << (7 * length)) - 1;
    }

    private static bool IsArchiveMissing(ReadOnlySpan<byte> head, long length)
    {
        ulong offset = BinaryPrimitives.ReadUInt64LittleEndian(head[12..]), size = BinaryPrimitives.ReadUInt64LittleEndian(head[20..]);
        // The header is written last; until then both are zero.
        return (offset == 0 && size == 0) || offset > (ulong)length || size > (ulong)length || 32 + offset + size > (ulong)length;
    }

    private static bool IsZipEndMissing(in Source source)
    {
        byte[] end = new byte[(int)Math.Min(ZipEndBytes + ushort.MaxValue, source.Length)];
        if (source.Read(source.Length - end.Length, end) < end.Length) return false;
        int at = end.AsSpan().LastIndexOf("PK\x05\x06"u8);
        return at < 0 || at > end.Length - ZipEndBytes;
    }

    private static bool IsImageMissing(in Source source)
    {
        byte[] descriptor = new byte[SectorBytes];
        if (source.Read(DescriptorOffset, descriptor) < descriptor.Length || !descriptor.AsSpan(0, 6).SequenceEqual("\u0001CD001"u8)) return false;
        long blocks = BinaryPrimitives.ReadUInt32LittleEndian(descriptor.AsSpan(80)), size = BinaryPrimitives.ReadUInt16LittleEndian(descriptor.AsSpan(128));
        return blocks * size > source.Length;
    }

    private readonly struct Source(FileDescriptor file, long length)
    {
        internal long Length { get; } = length;

        /// <summary>Bytes that were there; 0 where it cannot be read.</summary>
        internal int Read(long offset, Span<byte> buffer) => file.ReadAt(offset, buffer, out int count) == Errno.None ? count : 0;
    }
}
