using System.Text;
using EdgeSeed.Linux;
using EdgeSeed.Linux.Files;
using EdgeSeed.Protocol;
using EdgeSeed.Storage.Content;

namespace EdgeSeed.Storage.Drives;

/// <summary>
/// By what a file system is known wherever it is plugged in. Taken from udev's database (of which <c>/dev/disk/by-uuid</c> and
/// <c>by-label</c> are made), where that runs; else from the file system's superblock, where the device may be read.
/// </summary>
/// <param name="Uuid">As udev writes it, such as <c>1A2B-3C4D</c> for vfat; empty when there is none.</param>
/// <param name="Label">Printable; empty when there is none.</param>
public readonly record struct FileSystemIdentity(string Uuid, string Label)
{
    /// <summary>Longest UUID or label that is taken, in bytes; a longer one counts as none.</summary>
    public const int MaxTextBytes = 128;

    private const int MaxDatabaseBytes = 64 * 1024;

    /// <summary>The identity of a mounted file system.</summary>
    public static FileSystemIdentity Of(MountEntry mount)
    {
        ArgumentNullException.ThrowIfNull(mount);
        if (mount.Device >> 32 == 0) return default;
        byte[] record = Encoding.ASCII.GetBytes($"/run/udev/data/b{BlockDevice.Number(mount.Device)}");
        if (SmallFile.Read(record, MaxDatabaseBytes, out byte[] database) == Errno.None && FromDatabase(database) is { Uuid.Length: > 0 } known) return known;
        return SmallFile.Read(Encoding.UTF8.GetBytes(mount.Source), Superblock.Bytes, out byte[] head) == Errno.None ? Superblock.Read(head) : default;
    }

    /// <summary>Reads udev's record of a device: lines such as <c>E:ID_FS_UUID=1A2B-3C4D</c>.</summary>
    public static FileSystemIdentity FromDatabase(ReadOnlySpan<byte> record)
    {
        string uuid = "", label = "";
        foreach (Range range in record.Split((byte)'\n'))
        {
            ReadOnlySpan<byte> line = record[range];
            if (line.StartsWith("E:ID_FS_UUID="u8)) uuid = Text(line[13..]);
            else if (line.StartsWith("E:ID_FS_LABEL="u8)) label = Text(line[14..]);
        }
        return new FileSystemIdentity(uuid, label);
    }

    /// <summary>A text from outside: printable, without blanks around, and not too long.</summary>
    internal static string Text(ReadOnlySpan<byte> text)
    {
        text = text.Trim(" \0"u8);
        return text.Length > MaxTextBytes ? "" : ByteText.Printable(text);
    }
}
