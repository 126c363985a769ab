using System.Buffers.Text;
using System.Text;
using EdgeSeed.Linux;
using EdgeSeed.Linux.Files;
using EdgeSeed.Protocol;

namespace EdgeSeed.Storage.Drives;

/// <summary>Reads the list of mounted file systems: <c>/proc/self/mountinfo</c>, proc(5).</summary>
public static class MountTable
{
    /// <summary>Where the kernel shows it.</summary>
    public const string KernelFile = "/proc/self/mountinfo";

    /// <summary>Longest table that is read, 1 MiB, some 8,000 mounts; what comes after it is not seen.</summary>
    public const int MaxBytes = 1 << 20;

    /// <summary>Most file systems that are taken, 32; further ones are left alone.</summary>
    public const int MaxMounts = 32;

    private const int DeviceField = 2;
    private const int PointField = 4;
    private const int FirstOptionalField = 6;

    /// <summary>The file systems mounted somewhere below a folder now.</summary>
    /// <param name="below">The folder; a file system mounted on it itself is not taken.</param>
    /// <param name="mounts">At most <see cref="MaxMounts"/>, in the order of mounting; of several on one place only the uppermost.</param>
    /// <returns>Null on success.</returns>
    public static StorageError? Read(LocalPath below, out List<MountEntry> mounts)
    {
        ArgumentNullException.ThrowIfNull(below);
        mounts = [];
        int errno = SmallFile.Read(Encoding.ASCII.GetBytes(KernelFile), MaxBytes, out byte[] table);
        if (errno != Errno.None) return StorageError.FromErrno(StorageOperation.Read, KernelFile, errno);
        mounts = Parse(table, below);
        return null;
    }

    /// <summary>Parses a table; lines that are not as proc(5) says are passed over.</summary>
    /// <param name="table">The kernel's text.</param>
    /// <param name="below">As for <see cref="Read"/>.</param>
    public static List<MountEntry> Parse(ReadOnlySpan<byte> table, LocalPath below)
    {
        ArgumentNullException.ThrowIfNull(below);
        var mounts = new List<MountEntry>();
        while (!table.IsEmpty)
        {
            int end = table.IndexOf((byte)'\n');
            if (end < 0) break;
            if (TryParseLine(table[..end], below, out MountEntry? mount)) Take(mounts, mount!);
            table = table[(end + 1)..];
        }
        return mounts;
    }

    private static void Take(List<MountEntry> mounts, MountEntry mount)
    {
        for (int i = 0; i < mounts.Count; i++)
        {
            if (!mounts[i].Path.Equals(mount.Path)) continue;
            mounts[i] = mount;
            return;
        }
        if (mounts.Count < MaxMounts) mounts.Add(mount);
    }

    // 36 35 98:0 /root /where rw,noatime master:1 - ext3 /dev/sda1 rw,errors=continue
    private static bool TryParseLine(ReadOnlySpan<byte> line, LocalPath below, out MountEntry? mount)
    {
        mount = null;
        ulong device = 0;
        LocalPath? path = null;
        string type = "";
        int separator = -1, field = 0;
        foreach (Range range in line.Split((byte)' '))
        {
            ReadOnlySpan<byte> text = line[range];
            if (field == DeviceField && !TryParseDevice(text, out device)) return false;
            if (field == PointField)
            {
                if (!LocalPath.TryFromBytes(Unescape(text), out path) || !IsBelow(path, below)) return false;
            }
            if (separator < 0 && field >= FirstOptionalField && text.SequenceEqual("-"u8)) separator = field;
            else if (separator >= 0 && field == separator + 1) type = ByteText.Printable(text);
            else if (separator >= 0 && field == separator + 2)
            {
                mount = new MountEntry(path!, device, type, ByteText.Printable(Unescape(text)));
                return true;
            }
            field++;
        }
        return false;
    }

    private static bool TryParseDevice(ReadOnlySpan<byte> text, out ulong device)
    {
        device = 0;
        if (!Utf8Parser.TryParse(text, out uint major, out int used) || used == text.Length || text[used] != ':') return false;
        text = text[(used + 1)..];
        if (!Utf8Parser.TryParse(text, out uint minor, out used) || used != text.Length) return false;
        device = ((ulong)major << 32) | minor;
        return true;
    }

    private static bool IsBelow(LocalPath path, LocalPath folder) =>
        path.Bytes.StartsWith(folder.Bytes) && path.Bytes.Length > folder.Bytes.Length && (folder.Bytes is [(byte)'/'] || path.Bytes[folder.Bytes.Length] == '/');

    /// <summary>Blank, tab, line feed and backslash stand as three octal digits; whatever else follows a backslash is taken as it is.</summary>
    private static byte[] Unescape(ReadOnlySpan<byte> text)
    {
        if (!text.Contains((byte)'\\')) return text.ToArray();
        byte[] result = new byte[text.Length];
        int length = 0;
        for (int i = 0; i < text.Length; i++)
        {
            bool isEscape = text[i] == '\\' && i + 3 < text.Length && IsOctal(text[i + 1]) && IsOctal(text[i + 2]) && IsOctal(text[i + 3]);
            if (!isEscape)
            {
                result[length++] = text[i];
                continue;
            }
            result[length++] = (byte)(((text[i + 1] - '0') << 6) | ((text[i + 2] - '0') << 3) | (text[i + 3] - '0'));
            i += 3;
        }
        return result[..length];
    }

    private static bool IsOctal(byte digit) => digit is >= (byte)'0' and <= (byte)'7';
}

/// <summary>One mounted file system, as <c>/proc/self/mountinfo</c> lists it.</summary>
/// <param name="Path">Where it is mounted.</param>
/// <param name="Device">Its device number, major in the upper half, minor in the lower; the major is 0 for what is on no block device.</param>
/// <param name="FileSystem">Its type, such as <c>vfat</c>.</param>
/// <param name="Source">What is mounted, mostly a device node; printable.</param>
public sealed record MountEntry(LocalPath Path, ulong Device, string FileSystem, string Source);
