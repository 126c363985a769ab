using System.Text;

namespace EdgeSeed.Protocol.Torrents;

/// <summary>
/// What a name in a torrent is called on a disk. A name that Linux can hold stays as it is, whatever its bytes spell: data made here
/// or by other makers on Linux is called so. Any other (empty, <c>.</c>, <c>..</c>, with NUL or <c>/</c>, longer than 255 bytes) is
/// mapped by the rule of libtorrent, whose clients (qBittorrent, Deluge …) have written most of the data that is already there:
/// <list type="bullet">
/// <item>an empty name becomes <c>_</c>;</item>
/// <item>NUL, <c>/</c>, <c>\</c> and the marks that turn the direction of writing (U+200E, U+200F, U+202A to U+202E) are left out;</item>
/// <item>control characters below U+0020 and bytes that are not UTF-8 become <c>_</c>, one for each broken sequence;</item>
/// <item>after 240 bytes only the extension still follows, if it has at most 8 bytes and its dot;</item>
/// <item>a name of which nothing or only <c>.</c> or <c>..</c> is left counts as not written.</item>
/// </list>
/// </summary>
public static class SafeName
{
    /// <summary>Bytes of a mapped name after which only its extension still follows.</summary>
    public const int MaxMappedLength = 240;

    // How far from a name's end the dot of its extension may stand.
    private const int MaxExtensionLength = 9;

    private const int MaxDots = 2;

    /// <summary>Whether a name stays as it is.</summary>
    public static bool IsSafe(ReadOnlySpan<byte> name) => SafePath.CheckSegment(name) == PathFault.None;

    /// <summary>The name on the disk of a torrent as a whole, or of its only file: never empty.</summary>
    /// <param name="name">The name as the torrent spells it; borrowed by the result when it is safe.</param>
    /// <param name="instead">What a name of which nothing is left is called; safe itself.</param>
    public static SafePath Of(ReadOnlyMemory<byte> name, ReadOnlySpan<byte> instead)
    {
        if (SafePath.CheckName(name, out SafePath path)) return path;
        byte[] mapped = Map(name.Span);
        _ = SafePath.CheckName(mapped.Length == 0 ? instead.ToArray() : mapped, out path);
        return path;
    }

    /// <summary>
    /// What is left of the folders in front of a name where both together are longer than <see cref="SafePath.MaxLength"/>, which no call of the system takes: those
    /// that come first, so many that there is room for the torrent's own folder around it. libtorrent takes such a torrent too, and can write all of it but that file.
    /// </summary>
    /// <param name="folders">Joined by <c>/</c>.</param>
    /// <param name="name">At most <see cref="SafePath.MaxSegmentLength"/> bytes.</param>
    public static ReadOnlySpan<byte> FoldersThatFit(ReadOnlySpan<byte> folders, ReadOnlySpan<byte> name)
    {
        int room = SafePath.MaxLength - 2 * (SafePath.MaxSegmentLength + 1) - name.Length - 1;
        return folders.Length <= room ? folders : folders[..Math.Max(0, folders[..(room + 1)].LastIndexOf((byte)'/'))];
    }

    /// <summary>A name by libtorrent's rule, whether or not it would be safe as it is.</summary>
    /// <returns>A name that Linux can hold, in memory of its own; empty when nothing is left of it.</returns>
    public static byte[] Map(ReadOnlySpan<byte> name)
    {
        if (name.IsEmpty) return [(byte)'_'];
        byte[] mapped = new byte[name.Length];
        int length = 0, dots = 0;
        bool hasExtension = false;
        for (int at = 0; at < name.Length;)
        {
            int used = SequenceLength(name[at..]);
            int rune = RuneAt(name.Slice(at, used));
            if (IsLeftOut(rune))
            {
                at += used;
                continue;
            }
            if (rune < ' ')
            {
                mapped[length++] = (byte)'_';
                at += used;
                continue;
            }
            name.Slice(at, used).CopyTo(mapped.AsSpan(length));
            length += used;
            if (rune == '.') dots++;
            if (length >= MaxMappedLength && !hasExtension)
            {
                int dot = name.LastIndexOf((byte)'.');
                if (dot <= Math.Max(name.Length - MaxExtensionLength - 1, at)) break;
                hasExtension = true;
                at = dot;
                continue;
            }
            at += used;
        }
        return length == dots && length <= MaxDots ? [] : mapped[..length];
    }

    private static bool IsLeftOut(int rune) => rune is 0 or '/' or '\\' or 0x200E or 0x200F or (>= 0x202A and <= 0x202E);

    // By the first byte alone: a broken sequence is passed over whole, as libtorrent does.
    private static int SequenceLength(ReadOnlySpan<byte> name)
    {
        int length = name[0] switch { < 0xC0 => 1, < 0xE0 => 2, < 0xF0 => 3, < 0xF8 => 4, < 0xFC => 5, _ => 1 };
        return Math.Min(length, name.Length);
    }

    // -1 for what is not UTF-8.
    private static int RuneAt(ReadOnlySpan<byte> sequence) =>
        Rune.DecodeFromUtf8(sequence, out Rune rune, out int used) == System.Buffers.OperationStatus.Done && used == sequence.Length ? rune.Value : -1;
}
