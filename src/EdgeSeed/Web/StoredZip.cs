using System.Buffers.Binary;

namespace EdgeSeed.Web;

/// <summary>One file of a <see cref="StoredZip"/>.</summary>
/// <param name="Name">Its path: bytes with <c>/</c> between folders, without a leading one.</param>
/// <param name="Length">Bytes.</param>
internal readonly record struct ZipFile(ReadOnlyMemory<byte> Name, long Length);

/// <summary>
/// The layout of a .zip whose files are stored, not compressed (APPNOTE.TXT 6.3): its length is known before the first byte, so that a browser
/// shows how far it is. Checksums follow each file, since they are known only when it has been read. What needs more than 32 bits has the
/// ZIP64 fields, and only that, for the sake of old readers.
/// </summary>
/// <param name="files">The files, in their order; not copied.</param>
/// <param name="writtenAt">The date that all of them get, since a torrent has none for each: seconds since 1970; 0 where none is known.</param>
internal sealed class StoredZip(IReadOnlyList<ZipFile> files, long writtenAt)
{
    private const uint LocalSignature = 0x04034b50, DescriptorSignature = 0x08074b50, CentralSignature = 0x02014b50;
    private const uint EndSignature = 0x06054b50, End64Signature = 0x06064b50, Locator64Signature = 0x07064b50;
    private const int LocalBytes = 30, DescriptorBytes = 16, Descriptor64Bytes = 24, CentralBytes = 46, EndBytes = 22, End64Bytes = 56, Locator64Bytes = 20;
    private const int LocalExtraBytes = 20, CentralExtraBytes = 28;
    private const ushort ZeroVersion = 20, Zip64Version = 45, Zip64Extra = 1;
    private const ushort ChecksumFollows = 1 << 3, NamesAreUtf8 = 1 << 11;

    /// <summary>Made on Unix: else Linux's unzip takes names for those of DOS, whatever the flag says.</summary>
    private const ushort MadeByUnix = (3 << 8) | Zip64Version;

    /// <summary>A regular file that its owner may write and all may read (rw-r--r--), in the upper half as on Unix.</summary>
    private const uint OrdinaryFile = 0x81A4_0000;

    /// <summary>1980-01-01, the first day that the format knows.</summary>
    private const ushort FirstDay = (1 << 5) | 1;

    /// <summary>The last year that the format knows.</summary>
    private const int LastYear = 1980 + 127;

    private ushort Day { get; } = DayOf(writtenAt);

    private readonly uint[] _checksums = new uint[files.Count];

    /// <summary>Length of the whole archive in bytes.</summary>
    public long Length
    {
        get
        {
            long length = 0, directory = 0;
            foreach (ZipFile file in files)
            {
                directory += CentralBytes + file.Name.Length + (IsLarge(file, length) ? CentralExtraBytes : 0);
                length += LengthOf(file);
            }
            return length + directory + (IsLarge(length, directory) ? End64Bytes + Locator64Bytes : 0) + EndBytes;
        }
    }

    /// <summary>What stands before a file's bytes.</summary>
    public byte[] Head(int index)
    {
        ZipFile file = files[index];
        bool isLarge = IsLarge(file);
        byte[] head = new byte[LocalBytes + file.Name.Length + (isLarge ? LocalExtraBytes : 0)];
        var writer = new Writer(head);
        writer.Write32(LocalSignature);
        writer.Write16(isLarge ? Zip64Version : ZeroVersion);
        WriteCommon(ref writer, file, checksum: 0, isLarge, Day);
        writer.Write16(isLarge ? (ushort)LocalExtraBytes : (ushort)0);
        writer.Write(file.Name.Span);
        if (isLarge) WriteExtra(ref writer, file, offset: null);
        return head;
    }

    /// <summary>What stands behind a file's bytes.</summary>
    /// <param name="index">Which file.</param>
    /// <param name="checksum">CRC-32 of its bytes (ITU-T V.42).</param>
    public byte[] Tail(int index, uint checksum)
    {
        _checksums[index] = checksum;
        bool isLarge = IsLarge(files[index]);
        byte[] tail = new byte[isLarge ? Descriptor64Bytes : DescriptorBytes];
        var writer = new Writer(tail);
        writer.Write32(DescriptorSignature);
        writer.Write32(checksum);
        for (int i = 0; i < 2; i++)
        {
            if (isLarge) writer.Write64(files[index].Length);
            else writer.Write32((uint)files[index].Length);
        }
        return tail;
    }

    /// <summary>The directory and the end, entry by entry: a long one is never in memory as a whole. All checksums must have been given.</summary>
    public IEnumerable<byte[]> Directory()
    {
        long offset = 0, length = 0;
        for (int i = 0; i < files.Count; i++)
        {
            byte[] entry = Central(i, offset);
            offset += LengthOf(files[i]);
            length += entry.Length;
            yield return entry;
        }
        yield return End(offset, length);
    }

    private byte[] Central(int index, long offset)
    {
        ZipFile file = files[index];
        bool isLarge = IsLarge(file, offset);
        byte[] entry = new byte[CentralBytes + file.Name.Length + (isLarge ? CentralExtraBytes : 0)];
        var writer = new Writer(entry);
        writer.Write32(CentralSignature);
        writer.Write16(MadeByUnix);
        writer.Write16(isLarge ? Zip64Version : ZeroVersion);
        WriteCommon(ref writer, file, _checksums[index], isLarge, Day);
        writer.Write16(isLarge ? (ushort)CentralExtraBytes : (ushort)0);
        writer.Write16(0); // comment
        writer.Write16(0); // disk
        writer.Write16(0); // internal attributes
        writer.Write32(OrdinaryFile); // external attributes
        writer.Write32(isLarge ? uint.MaxValue : (uint)offset);
        writer.Write(file.Name.Span);
        if (isLarge) WriteExtra(ref writer, file, offset);
        return entry;
    }

    private byte[] End(long offset, long length)
    {
        bool isLarge = IsLarge(offset, length);
        byte[] end = new byte[EndBytes + (isLarge ? End64Bytes + Locator64Bytes : 0)];
        var writer = new Writer(end);
        if (isLarge)
        {
            writer.Write32(End64Signature);
            writer.Write64(End64Bytes - 12);
            writer.Write16(Zip64Version);
            writer.Write16(Zip64Version);
            writer.Write32(0);
            writer.Write32(0);
            writer.Write64(files.Count);
            writer.Write64(files.Count);
            writer.Write64(length);
            writer.Write64(offset);
            writer.Write32(Locator64Signature);
            writer.Write32(0);
            writer.Write64(offset + length);
            writer.Write32(1);
        }
        writer.Write32(EndSignature);
        writer.Write32(0);
        ushort count = isLarge ? ushort.MaxValue : (ushort)files.Count;
        writer.Write16(count);
        writer.Write16(count);
        writer.Write32(isLarge ? uint.MaxValue : (uint)length);
        writer.Write32(isLarge ? uint.MaxValue : (uint)offset);
        writer.Write16(0);
        return end;
    }

    /// <summary>The fields that a file has in both places: flags, method, time, checksum, lengths, length of the name.</summary>
    private static void WriteCommon(ref Writer writer, ZipFile file, uint checksum, bool isLarge, ushort day)
    {
        bool isUtf8 = System.Text.Unicode.Utf8.IsValid(file.Name.Span);
        writer.Write16(isUtf8 ? (ushort)(ChecksumFollows | NamesAreUtf8) : ChecksumFollows);
        writer.Write16(0); // stored
        writer.Write16(0); // midnight
        writer.Write16(day);
        writer.Write32(checksum);
        writer.Write32(isLarge ? uint.MaxValue : (uint)file.Length);
        writer.Write32(isLarge ? uint.MaxValue : (uint)file.Length);
        writer.Write16((ushort)file.Name.Length);
    }

    private static ushort DayOf(long seconds)
    {
        if (seconds is <= 0 or > uint.MaxValue) return FirstDay;
        DateTimeOffset date = DateTimeOffset.FromUnixTimeSeconds(seconds);
        return date.Year is < 1980 or > LastYear ? FirstDay : (ushort)(((date.Year - 1980) << 9) | (date.Month << 5) | date.Day);
    }

    private static void WriteExtra(ref Writer writer, ZipFile file, long? offset)
    {
        writer.Write16(Zip64Extra);
        writer.Write16((ushort)(offset is null ? 16 : 24));
        writer.Write64(file.Length);
        writer.Write64(file.Length);
        if (offset is { } at) writer.Write64(at);
    }

    private static long LengthOf(ZipFile file) =>
        LocalBytes + file.Name.Length + file.Length + (IsLarge(file) ? LocalExtraBytes + Descriptor64Bytes : DescriptorBytes);

    private static bool IsLarge(ZipFile file, long offset = 0) => file.Length >= uint.MaxValue || offset >= uint.MaxValue;

    private bool IsLarge(long offset, long length) => offset >= uint.MaxValue || length >= uint.MaxValue || files.Count >= ushort.MaxValue;

    /// <summary>Little-endian fields one after the other.</summary>
    private ref struct Writer(Span<byte> target)
    {
        private Span<byte> _rest = target;

        public void Write16(ushort value)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(_rest, value);
            _rest = _rest[sizeof(ushort)..];
        }

        public void Write32(uint value)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(_rest, value);
            _rest = _rest[sizeof(uint)..];
        }

        public void Write64(long value)
        {
            BinaryPrimitives.WriteInt64LittleEndian(_rest, value);
            _rest = _rest[sizeof(long)..];
        }

        public void Write(ReadOnlySpan<byte> bytes)
        {
            bytes.CopyTo(_rest);
            _rest = _rest[bytes.Length..];
        }
    }
}
