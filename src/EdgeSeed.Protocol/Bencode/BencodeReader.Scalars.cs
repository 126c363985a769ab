namespace EdgeSeed.Protocol.Bencode;

public ref partial struct BencodeReader
{
    // Far more than "-9223372036854775808" has, for makers who write zeros in front; "2147483647" has 10. A longer run of digits
    // is refused without reading on.
    private const int MaxIntegerCharacters = 64;
    private const int MaxLengthDigits = 10;

    /// <summary>Goes to the next token, which must open a dictionary.</summary>
    /// <returns>False on an error; another type is <see cref="BencodeFault.WrongType"/>.</returns>
    public bool ReadDictionaryStart() => Expect(BencodeToken.DictionaryStart);

    /// <summary>Goes to the next token, which must open a list.</summary>
    /// <returns>False on an error; another type is <see cref="BencodeFault.WrongType"/>.</returns>
    public bool ReadListStart() => Expect(BencodeToken.ListStart);

    /// <summary>Inside a dictionary, between its entries: reads the next key. The caller must then read or skip its value.</summary>
    /// <param name="key">A slice of the data.</param>
    /// <returns>False at the dictionary's end, which is then read, and on an error: ask <see cref="Error"/>.</returns>
    public bool ReadKey(out ReadOnlySpan<byte> key)
    {
        key = default;
        if (!Read() || Token != BencodeToken.String) return false;
        key = String;
        return true;
    }

    /// <summary>Goes to the next token, which must be an integer.</summary>
    /// <returns>False on an error; another type is <see cref="BencodeFault.WrongType"/>.</returns>
    public bool ReadInteger(out long value)
    {
        bool read = Expect(BencodeToken.Integer);
        value = read ? Integer : 0;
        return read;
    }

    /// <summary>Goes to the next token, which must be a string.</summary>
    /// <param name="value">A slice of the data.</param>
    /// <returns>False on an error; another type is <see cref="BencodeFault.WrongType"/>.</returns>
    public bool ReadString(out ReadOnlySpan<byte> value)
    {
        bool read = Expect(BencodeToken.String);
        value = read ? String : default;
        return read;
    }

    private bool Expect(BencodeToken token)
    {
        if (!Read()) return false;
        return Token == token || Fail(BencodeFault.WrongType, Offset);
    }

    private bool ReadInteger()
    {
        ReadOnlySpan<byte> text = _data[(Position + 1)..];
        bool negative = text.Length > 0 && text[0] == '-';
        int i = negative ? 1 : 0;
        int firstDigit = i;
        UInt128 value = 0;
        while (i < text.Length && text[i] is >= (byte)'0' and <= (byte)'9')
        {
            if (i >= MaxIntegerCharacters) return Fail(BencodeFault.IntegerTooLarge, Offset);
            // What is beyond 64 bits already only gets larger, and is cut below.
            if (value <= ulong.MaxValue) value = value * 10 + (uint)(text[i] - '0');
            i++;
        }
        if (i == text.Length) return Fail(BencodeFault.Truncated, _data.Length);
        if (text[i] != 'e' || i == firstDigit) return Fail(BencodeFault.MalformedInteger, Offset);

        UInt128 largest = negative ? 1UL << 63 : long.MaxValue;
        ulong magnitude = (ulong)UInt128.Min(value, largest);
        Integer = negative ? unchecked(-(long)magnitude) : (long)magnitude;
        Position += 1 + i + 1;
        Token = BencodeToken.Integer;
        return true;
    }

    private bool ReadString()
    {
        ReadOnlySpan<byte> text = _data[Position..];
        int i = 0;
        long length = 0;
        while (i < text.Length && text[i] is >= (byte)'0' and <= (byte)'9')
        {
            if (i >= MaxLengthDigits) return Fail(BencodeFault.MalformedStringLength, Offset);
            length = length * 10 + (text[i] - '0');
            i++;
        }
        if (i == text.Length) return Fail(BencodeFault.Truncated, _data.Length);
        if (text[i] != ':') return Fail(BencodeFault.MalformedStringLength, Offset);
        int start = Position + i + 1;
        bool isMissing = !_gaps.IsEmpty && BencodeGap.LastBefore(_gaps, start + 1) is >= 0 and var gap && _gaps[gap].Position == start;
        if (!isMissing && length > text.Length - i - 1) return Fail(BencodeFault.StringTooLong, Offset);

        (StringOffset, StringLength) = (start, (int)length);
        Position = isMissing ? start : start + StringLength;
        Token = BencodeToken.String;
        return true;
    }
}
