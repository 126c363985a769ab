using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace EdgeSeed.Engine.Web;

/// <summary>What matters here of an HTTP/1.x answer's status line and header fields (RFC 9112).</summary>
internal sealed class HttpReplyHead
{
    private const int NoContent = 204, NotModified = 304;

    private HttpReplyHead(int status) => Status = status;

    /// <summary>The status: three digits.</summary>
    public int Status { get; }

    /// <summary>Bytes of the body; null when they are not said.</summary>
    public long? ContentLength { get; private set; }

    /// <summary>Whether the body comes in chunks, which then tell its length.</summary>
    public bool IsChunked { get; private set; }

    /// <summary>Whether the body is compressed (RFC 9110, 8.4.1), which some servers do unasked.</summary>
    public bool IsGzip { get; private set; }

    /// <summary>Which byte of the file comes first, of an answer with a range (RFC 9110, 14.4); null when that is not said.</summary>
    public long? RangeStart { get; private set; }

    /// <summary>Where a redirect leads, one character a byte; null when that is not said, or more than once.</summary>
    public string? Location { get; private set; }

    /// <summary>Whether an answer can begin with these bytes; they may be few or none.</summary>
    public static bool MayBegin(ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<byte> version = "HTTP/1."u8;
        return version.StartsWith(bytes[..Math.Min(bytes.Length, version.Length)]);
    }

    /// <summary>Bytes up to and with the empty line that ends a header; 0 when it has not come. Lines may end without a CR.</summary>
    public static int LengthOf(ReadOnlySpan<byte> bytes)
    {
        int bare = bytes.IndexOf("\n\n"u8), usual = bytes.IndexOf("\n\r\n"u8);
        if (bare < 0 && usual < 0) return 0;
        return usual < 0 || (bare >= 0 && bare < usual) ? bare + 2 : usual + 3;
    }

    /// <summary>
    /// Reads a whole header; false when it has errors, or contradicts itself about the body. Fields of no concern here are not looked at,
    /// nor are folded lines.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<byte> head, [NotNullWhen(true)] out HttpReplyHead? reply)
    {
        reply = null;
        ReadOnlySpan<byte> line = NextLine(ref head);
        bool hasStatus = MayBegin(line) && line.Length >= 12 && line[8] == ' ' && (line.Length == 12 || line[12] == ' ');
        if (!hasStatus || !TryDigits(line[9..12], out long status)) return false;
        var read = new HttpReplyHead((int)status);
        int locations = 0;
        while (!head.IsEmpty)
        {
            line = NextLine(ref head);
            if (line.IsEmpty || line[0] is (byte)' ' or (byte)'\t') continue;
            int colon = line.IndexOf((byte)':');
            if (colon <= 0) return false;
            ReadOnlySpan<byte> value = line[(colon + 1)..].Trim(" \t"u8);
            if (Ascii.EqualsIgnoreCase(line[..colon], "location"u8)) (read.Location, locations) = (Encoding.Latin1.GetString(value), locations + 1);
            else if (Ascii.EqualsIgnoreCase(line[..colon], "content-range"u8)) read.RangeStart = FirstByte(value);
            else if (Ascii.EqualsIgnoreCase(line[..colon], "content-encoding"u8)) read.IsGzip = Ascii.EqualsIgnoreCase(value, "gzip"u8) || Ascii.EqualsIgnoreCase(value, "x-gzip"u8);
            else if (!read.TryTakeFraming(line[..colon], value)) return false;
        }
        if (locations > 1) read.Location = null;
        if (read.IsChunked) read.ContentLength = null;
        if (read.Status is NoContent or NotModified) (read.ContentLength, read.IsChunked) = (0, false);
        reply = read;
        return true;
    }

    private static long? FirstByte(ReadOnlySpan<byte> range)
    {
        ReadOnlySpan<byte> unit = "bytes "u8;
        int dash = range.IndexOf((byte)'-');
        return dash > unit.Length && Ascii.EqualsIgnoreCase(range[..unit.Length], unit) && TryDigits(range[unit.Length..dash], out long first) ? first : null;
    }

    private bool TryTakeFraming(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        if (Ascii.EqualsIgnoreCase(name, "content-length"u8))
        {
            if (!TryDigits(value, out long length) || (ContentLength ?? length) != length) return false;
            ContentLength = length;
        }
        else if (Ascii.EqualsIgnoreCase(name, "transfer-encoding"u8))
        {
            if (IsChunked || !Ascii.EqualsIgnoreCase(value, "chunked"u8)) return false;
            IsChunked = true;
        }
        return true;
    }

    private static ReadOnlySpan<byte> NextLine(ref ReadOnlySpan<byte> rest)
    {
        int end = rest.IndexOf((byte)'\n');
        ReadOnlySpan<byte> line = rest[..end];
        rest = rest[(end + 1)..];
        return line is [.., (byte)'\r'] ? line[..^1] : line;
    }

    private static bool TryDigits(ReadOnlySpan<byte> text, out long value)
    {
        value = 0;
        return !text.ContainsAnyExceptInRange((byte)'0', (byte)'9') && Utf8Parser.TryParse(text, out value, out int used) && used == text.Length;
    }
}
