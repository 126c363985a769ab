using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace EdgeSeed.Storage.Drives;

/// <summary>Finds UUID and label at the beginning of a file system: ext2 to ext4, vfat, exfat and ntfs, written as udev writes them.</summary>
public static class Superblock
{
    /// <summary>Bytes from the beginning that are looked at.</summary>
    public const int Bytes = 2048;

    /// <summary>Reads them.</summary>
    /// <param name="head">The first bytes of the device, at most <see cref="Bytes"/>; too few, or of another file system, give an empty identity.</param>
    public static FileSystemIdentity Read(ReadOnlySpan<byte> head)
    {
        if (head.Length < Bytes) return default;
        if (BinaryPrimitives.ReadUInt16LittleEndian(head[0x438..]) == 0xef53) return new(Hyphenated(head.Slice(0x468, 16)), FileSystemIdentity.Text(head.Slice(0x478, 16)));
        if (head.Slice(3, 8).SequenceEqual("EXFAT   "u8)) return new(Serial(head[0x64..]), "");
        if (head.Slice(3, 8).SequenceEqual("NTFS    "u8)) return new(BinaryPrimitives.ReadUInt64LittleEndian(head[0x48..]).ToString("X16", CultureInfo.InvariantCulture), "");
        if (head.Slice(0x52, 5).SequenceEqual("FAT32"u8)) return Fat(head[0x43..]);
        return head.Slice(0x36, 3).SequenceEqual("FAT"u8) ? Fat(head[0x27..]) : default;
    }

    private static FileSystemIdentity Fat(ReadOnlySpan<byte> serialAndLabel)
    {
        ReadOnlySpan<byte> label = serialAndLabel.Slice(4, 11);
        return new(Serial(serialAndLabel), label.SequenceEqual("NO NAME    "u8) ? "" : FileSystemIdentity.Text(label));
    }

    private static string Serial(ReadOnlySpan<byte> bytes) =>
        string.Create(CultureInfo.InvariantCulture, $"{BinaryPrimitives.ReadUInt16LittleEndian(bytes[2..]):X4}-{BinaryPrimitives.ReadUInt16LittleEndian(bytes):X4}");

    private static string Hyphenated(ReadOnlySpan<byte> uuid)
    {
        if (!uuid.ContainsAnyExcept((byte)0)) return "";
        var text = new StringBuilder(Convert.ToHexStringLower(uuid));
        foreach (int at in (ReadOnlySpan<int>)[20, 16, 12, 8]) text.Insert(at, '-');
        return text.ToString();
    }
}
