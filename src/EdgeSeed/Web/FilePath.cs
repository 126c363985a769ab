using System.Text;
using EdgeSeed.Protocol.Torrents;

namespace EdgeSeed.Web;

/// <summary>The path of a file in an address (RFC 3986): bytes, not text.</summary>
internal static class FilePath
{
    /// <summary>Longest path taken: a torrent's name, a slash and the longest path of a file.</summary>
    public const int MaxBytes = SafePath.MaxSegmentLength + 1 + SafePath.MaxLength;

    /// <summary>A path in an address: its bytes as they are, whatever they spell, all but the unreserved and slashes escaped.</summary>
    public static string Encode(ReadOnlySpan<byte> path)
    {
        var escaped = new StringBuilder(path.Length + 16);
        foreach (byte b in path)
        {
            if (char.IsAsciiLetterOrDigit((char)b) || b is (byte)'/' or (byte)'-' or (byte)'.' or (byte)'_' or (byte)'~') escaped.Append((char)b);
            else escaped.Append('%').Append(Convert.ToHexString([b]));
        }
        return escaped.ToString();
    }

    /// <summary>Decodes <c>%xx</c>; every other character stands for itself, a plus too.</summary>
    /// <returns>Null when a <c>%</c> has no two hexadecimal digits behind it, or the path is longer than <see cref="MaxBytes"/>.</returns>
    public static byte[]? Decode(ReadOnlySpan<char> escaped)
    {
        if (escaped.Length > 3 * MaxBytes) return null;
        byte[] bytes = Encoding.UTF8.GetBytes(escaped.ToString());
        int length = 0;
        for (int i = 0; i < bytes.Length; i++)
        {
            byte value = bytes[i];
            if (value == '%')
            {
                if (i + 2 >= bytes.Length || !char.IsAsciiHexDigit((char)bytes[i + 1]) || !char.IsAsciiHexDigit((char)bytes[i + 2])) return null;
                value = Convert.FromHexString([(char)bytes[i + 1], (char)bytes[i + 2]])[0];
                i += 2;
            }
            bytes[length++] = value;
        }
        return length > MaxBytes ? null : bytes[..length];
    }
}
