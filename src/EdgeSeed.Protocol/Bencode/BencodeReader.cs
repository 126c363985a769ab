namespace EdgeSeed.Protocol.Bencode;

/// <summary>
/// Reads one bencoded value (BEP 3), token by token, without allocating: every string is a slice of the data. One reader for
/// torrents, trackers' answers and peers' messages, as lenient as other clients' are: leading zeros, <c>-0</c>, keys out of order and
/// keys given twice are read, and an integer beyond 64 bits is cut to the nearest that fits. What a repeated key means is the
/// caller's affair. After the value has ended, <see cref="Read"/> returns false and <see cref="Position"/> tells where it ended; bytes
/// after it are the caller's affair too (BEP 9 puts data there).
/// </summary>
public ref partial struct BencodeReader
{
    private readonly ReadOnlySpan<byte> _data;
    private readonly ReadOnlySpan<BencodeGap> _gaps;
    private readonly BencodeLimits _limits;
    private UInt128 _dictionaries;
    private int _depth;
    private int _tokens;
    private bool _valueDue;
    private bool _complete;

    /// <summary>Starts before the first token. Data longer than the limit is refused by the first <see cref="Read"/>.</summary>
    /// <param name="data">Borrowed for the reader's life.</param>
    /// <param name="limits">What to accept.</param>
    /// <param name="gaps">Strings that are missing in the data, in order; borrowed likewise.</param>
    public BencodeReader(ReadOnlySpan<byte> data, BencodeLimits limits, ReadOnlySpan<BencodeGap> gaps = default)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limits.MaxDepth, BencodeLimits.DeepestAllowed, nameof(limits));
        _data = data;
        _gaps = gaps;
        _limits = limits;
    }

    /// <summary>The token that the last <see cref="Read"/> found.</summary>
    public BencodeToken Token { get; private set; }

    /// <summary>Where the current token starts, in bytes from 0.</summary>
    public int Offset { get; private set; }

    /// <summary>The byte after the current token; after the last one, the byte after the whole value.</summary>
    public int Position { get; private set; }

    /// <summary>The current integer; meaningful on <see cref="BencodeToken.Integer"/>.</summary>
    public long Integer { get; private set; }

    /// <summary>Where the current string's first byte is; meaningful on <see cref="BencodeToken.String"/>.</summary>
    public int StringOffset { get; private set; }

    /// <summary>The current string, a slice of the data; meaningful on <see cref="BencodeToken.String"/>.</summary>
    public readonly ReadOnlySpan<byte> String => Token == BencodeToken.String ? _data[StringOffset..Position] : default;

    /// <summary>Bytes of the current string, also where they are missing in the data; meaningful on <see cref="BencodeToken.String"/>.</summary>
    public int StringLength { get; private set; }

    /// <summary>Lists and dictionaries that are open now.</summary>
    public readonly int Depth => _depth;

    /// <summary>Whether the one value has been read to its end.</summary>
    public readonly bool IsComplete => _complete;

    /// <summary>Why reading stopped early; <see cref="BencodeFault.None"/> as long as all is well.</summary>
    public BencodeError Error { get; private set; }

    private readonly bool InDictionary => _depth > 0 && (_dictionaries >> (_depth - 1) & UInt128.One) != UInt128.Zero;

    /// <summary>Goes to the next token.</summary>
    /// <returns>False at the end of the value and on an error, which <see cref="Error"/> then tells.</returns>
    public bool Read()
    {
        if (_complete || Error.Fault != BencodeFault.None)
        {
            Token = BencodeToken.None;
            return false;
        }
        Offset = Position;
        if (_data.Length > _limits.MaxLength) return Fail(BencodeFault.TooLong, 0);
        if (Position >= _data.Length) return Fail(BencodeFault.Truncated, _data.Length);
        if (_tokens >= _limits.MaxTokens) return Fail(BencodeFault.TooManyTokens, Offset);
        _tokens++;

        byte first = _data[Position];
        if (first == 'e') return ReadEnd();
        bool isString = first is >= (byte)'0' and <= (byte)'9';
        bool isKey = InDictionary && !_valueDue;
        if (isKey && !isString) return Fail(BencodeFault.KeyNotString, Offset);
        if (isString) return ReadString() && (isKey ? KeyRead() : ValueRead());
        return first switch
        {
            (byte)'i' => ReadInteger() && ValueRead(),
            (byte)'l' => Open(BencodeToken.ListStart),
            (byte)'d' => Open(BencodeToken.DictionaryStart),
            _ => Fail(BencodeFault.UnexpectedByte, Offset),
        };
    }

    /// <summary>Reads the next value whole, however deep, and drops it.</summary>
    /// <returns>False when there is none (the container or the data ends here) or on an error.</returns>
    public bool Skip() => Read() && Token != BencodeToken.End && SkipChildren();

    /// <summary>When the current token opens a list or dictionary, reads to its end; otherwise does nothing.</summary>
    /// <returns>False on an error.</returns>
    public bool SkipChildren()
    {
        if (Token is not (BencodeToken.ListStart or BencodeToken.DictionaryStart)) return true;
        int outside = _depth - 1;
        while (_depth > outside)
        {
            if (!Read()) return false;
        }
        return true;
    }

    private bool Open(BencodeToken token)
    {
        if (_depth >= _limits.MaxDepth) return Fail(BencodeFault.TooDeep, Offset);
        UInt128 bit = UInt128.One << _depth;
        _dictionaries = token == BencodeToken.DictionaryStart ? _dictionaries | bit : _dictionaries & ~bit;
        _depth++;
        _valueDue = false;
        Token = token;
        Position++;
        return true;
    }

    private bool ReadEnd()
    {
        if (_depth == 0) return Fail(BencodeFault.UnexpectedByte, Offset);
        if (_valueDue) return Fail(BencodeFault.MissingValue, Offset);
        _depth--;
        Position++;
        Token = BencodeToken.End;
        return ValueRead();
    }

    // A value that ends inside a dictionary is followed by a key; one that ends at the top ends the reading.
    private bool ValueRead()
    {
        _valueDue = false;
        _complete = _depth == 0;
        return true;
    }

    private bool KeyRead()
    {
        _valueDue = true;
        return true;
    }

    private bool Fail(BencodeFault fault, int offset)
    {
        Error = new BencodeError(fault, offset);
        Token = BencodeToken.None;
        return false;
    }
}
