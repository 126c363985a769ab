using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace EdgeSeed.Protocol.Bencode;

/// <summary>
/// Writes canonical bencode (BEP 3) to a growing buffer. Keys must come in raw byte order, each once: anything else is a
/// bug of the caller and throws. For replies that must not allocate there is <see cref="BencodeSpanWriter"/>.
/// </summary>
/// <param name="output">Where the bytes go; grows as it must.</param>
public sealed class BencodeWriter(IBufferWriter<byte> output)
{
    private readonly Stack<Level> _levels = new();
    private bool _valueDue;

    /// <summary>Opens a list.</summary>
    public void WriteListStart() => Open((byte)'l', isDictionary: false);

    /// <summary>Opens a dictionary.</summary>
    public void WriteDictionaryStart() => Open((byte)'d', isDictionary: true);

    /// <summary>Closes the innermost list or dictionary.</summary>
    /// <exception cref="InvalidOperationException">None is open, or a key has no value.</exception>
    public void WriteEnd()
    {
        if (_valueDue || !_levels.TryPop(out _)) throw new InvalidOperationException("There is nothing to end here.");
        WriteByte((byte)'e');
        _valueDue = false;
    }

    /// <summary>Writes a dictionary's key; its value must follow.</summary>
    /// <exception cref="InvalidOperationException">
    /// No dictionary is open, a value is due, or the key does not sort after the one before it.
    /// </exception>
    public void WriteKey(ReadOnlySpan<byte> key)
    {
        if (_valueDue || !_levels.TryPeek(out Level? level) || !level.IsDictionary)
            throw new InvalidOperationException("A key cannot stand here.");
        if (level.Key is not null && level.Key.AsSpan().SequenceCompareTo(key) >= 0)
            throw new InvalidOperationException($"The key '{Encoding.UTF8.GetString(key)}' is out of order.");
        level.Key = key.ToArray();
        WriteBytes(key);
        _valueDue = true;
    }

    /// <summary>Writes an integer.</summary>
    public void WriteInteger(long value)
    {
        TakeValue();
        Span<byte> span = output.GetSpan(22);
        span[0] = (byte)'i';
        Utf8Formatter.TryFormat(value, span[1..], out int digits);
        span[digits + 1] = (byte)'e';
        output.Advance(digits + 2);
    }

    /// <summary>Writes a byte string.</summary>
    public void WriteString(ReadOnlySpan<byte> value)
    {
        TakeValue();
        WriteBytes(value);
    }

    /// <summary>Writes text as UTF-8.</summary>
    public void WriteString(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        TakeValue();
        int length = Encoding.UTF8.GetByteCount(value);
        WriteLength(length);
        Encoding.UTF8.GetBytes(value, output.GetSpan(length));
        output.Advance(length);
    }

    /// <summary>Writes a value that is bencoded already, such as an info dictionary whose bytes must not change.</summary>
    public void WriteRaw(ReadOnlySpan<byte> bencoded)
    {
        TakeValue();
        output.Write(bencoded);
    }

    private void Open(byte letter, bool isDictionary)
    {
        TakeValue();
        WriteByte(letter);
        _levels.Push(new Level(isDictionary));
    }

    private void TakeValue()
    {
        if (!_valueDue && _levels.TryPeek(out Level? level) && level.IsDictionary)
            throw new InvalidOperationException("A key must come before a value.");
        _valueDue = false;
    }

    private void WriteBytes(ReadOnlySpan<byte> value)
    {
        WriteLength(value.Length);
        output.Write(value);
    }

    private void WriteLength(int length)
    {
        Span<byte> span = output.GetSpan(11);
        Utf8Formatter.TryFormat(length, span, out int digits);
        span[digits] = (byte)':';
        output.Advance(digits + 1);
    }

    private void WriteByte(byte value)
    {
        output.GetSpan(1)[0] = value;
        output.Advance(1);
    }

    private sealed class Level(bool isDictionary)
    {
        public bool IsDictionary => isDictionary;

        public byte[]? Key { get; set; }
    }
}
