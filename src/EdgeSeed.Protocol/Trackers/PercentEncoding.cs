namespace EdgeSeed.Protocol.Trackers;

/// <summary>The escapes of a query string (RFC 3986 section 2.1), over bytes: an info-hash is not text.</summary>
internal static class PercentEncoding
{
    /// <summary>Returned by <see cref="Decode"/> for a <c>%</c> without two hexadecimal digits.</summary>
    public const int BadEscape = -1;

    /// <summary>Returned by <see cref="Decode"/> when the value does not fit.</summary>
    public const int TooLong = -2;

    /// <summary>Decodes <c>%xx</c>, and <c>+</c> as a space as HTML forms encode it; every other byte stands for itself.</summary>
    /// <returns>Bytes written, <see cref="BadEscape"/> or <see cref="TooLong"/>.</returns>
    public static int Decode(ReadOnlySpan<byte> text, Span<byte> destination)
    {
        int written = 0;
        for (int i = 0; i < text.Length; i++)
        {
            if (written == destination.Length) return TooLong;
            byte value = text[i];
            if (value == '%')
            {
                if (i + 2 >= text.Length) return BadEscape;
                int high = HexValue(text[i + 1]), low = HexValue(text[i + 2]);
                if ((high | low) < 0) return BadEscape;
                value = (byte)((high << 4) | low);
                i += 2;
            }
            else if (value == '+')
            {
                value = (byte)' ';
            }
            destination[written++] = value;
        }
        return written;
    }

    /// <summary>Writes RFC 3986's unreserved bytes as they are and every other as <c>%XX</c>; returns the length.</summary>
    /// <param name="value">What to encode.</param>
    /// <param name="destination">At least three times as long as <paramref name="value"/>.</param>
    public static int Encode(ReadOnlySpan<byte> value, Span<byte> destination)
    {
        int written = 0;
        foreach (byte b in value)
        {
            if (char.IsAsciiLetterOrDigit((char)b) || b is (byte)'-' or (byte)'.' or (byte)'_' or (byte)'~')
            {
                destination[written++] = b;
                continue;
            }
            destination[written++] = (byte)'%';
            destination[written++] = "0123456789ABCDEF"u8[b >> 4];
            destination[written++] = "0123456789ABCDEF"u8[b & 15];
        }
        return written;
    }

    /// <summary>The value of a hexadecimal digit, or -1.</summary>
    public static int HexValue(byte digit) => digit switch
    {
        >= (byte)'0' and <= (byte)'9' => digit - '0',
        >= (byte)'a' and <= (byte)'f' => digit - 'a' + 10,
        >= (byte)'A' and <= (byte)'F' => digit - 'A' + 10,
        _ => -1,
    };
}
