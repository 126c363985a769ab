using System.Buffers.Text;
using System.Runtime.CompilerServices;

namespace EdgeSeed.Protocol.Bencode;

/// <summary>
/// Writes canonical bencode (BEP 3) into the caller's span, allocating nothing. What does not fit is not written and
/// <see cref="Overflowed"/> becomes true, for good. A key out of order is a bug of the caller and throws.
/// </summary>
/// <param name="destination">Borrowed; <see cref="Written"/> is its used part.</param>
public ref struct BencodeSpanWriter(Span<byte> destination)
{
    /// <summary>Most lists and dictionaries inside one another; one more throws.</summary>
    public const int MaxDepth = 16;

    private readonly Span<byte> _destination = destination;
    private Levels _levels;
    private int _depth;
    private int _position;
    private bool _valueDue;

    /// <summary>Whether something did not fit: the written bytes are then no whole value.</summary>
    public bool Overflowed { get; private set; }

    /// <summary>Bytes written so far.</summary>
    public readonly int Length => _position;

    /// <summary>The bytes written so far.</summary>
    public readonly ReadOnlySpan<byte> Written => _destination[.._position];

    /// <summary>Opens a list.</summary>
    public void WriteListStart() => Open((byte)'l', isDictionary: false);

    /// <summary>Opens a dictionary.</summary>
    public void WriteDictionaryStart() => Open((byte)'d', isDictionary: true);

    /// <summary>Closes the innermost list or dictionary.</summary>
    /// <exception cref="InvalidOperationException">None is open, or a key has no value.</exception>
    public void WriteEnd()
    {
        if (_valueDue || _depth == 0) throw new InvalidOperationException("There is nothing to end here.");
        _depth--;
        Append("e"u8);
    }

    /// <summary>Writes a dictionary's key; its value must follow.</summary>
    /// <exception cref="InvalidOperationException">
    /// No dictionary is open, a value is due, or the key does not sort after the one before it.
    /// </exception>
    public void WriteKey(scoped ReadOnlySpan<byte> key)
    {
        if (_valueDue || _depth == 0 || !_levels[_depth - 1].IsDictionary) throw new InvalidOperationException("A key cannot stand here.");
        ref Level level = ref _levels[_depth - 1];
        if (level.KeyStart != 0 && _destination.Slice(level.KeyStart, level.KeyLength).SequenceCompareTo(key) >= 0)
            throw new InvalidOperationException("A key is out of order.");
        AppendString(key);
        if (!Overflowed) level = level with { KeyStart = _position - key.Length, KeyLength = key.Length };
        _valueDue = true;
    }

    /// <summary>Writes an integer.</summary>
    public void WriteInteger(long value)
    {
        TakeValue();
        Span<byte> text = stackalloc byte[22];
        text[0] = (byte)'i';
        Utf8Formatter.TryFormat(value, text[1..], out int digits);
        text[digits + 1] = (byte)'e';
        Append(text[..(digits + 2)]);
    }

    /// <summary>Writes a byte string.</summary>
    public void WriteString(scoped ReadOnlySpan<byte> value)
    {
        TakeValue();
        AppendString(value);
    }

    /// <summary>
    /// Writes a string's length and hands out room for its bytes, for a caller that fills them in place (compact peers).
    /// </summary>
    /// <param name="length">Bytes of the string.</param>
    /// <returns>Exactly <paramref name="length"/> bytes to fill, or none when they do not fit.</returns>
    public Span<byte> WriteStringInPlace(int length)
    {
        TakeValue();
        AppendLength(length);
        if (Overflowed || length > _destination.Length - _position)
        {
            Overflowed = true;
            return default;
        }
        Span<byte> room = _destination.Slice(_position, length);
        _position += length;
        return room;
    }

    /// <summary>Writes a value that is bencoded already.</summary>
    public void WriteRaw(scoped ReadOnlySpan<byte> bencoded)
    {
        TakeValue();
        Append(bencoded);
    }

    private void Open(byte letter, bool isDictionary)
    {
        if (_depth == MaxDepth) throw new InvalidOperationException($"More than {MaxDepth} levels.");
        TakeValue();
        Append([letter]);
        _levels[_depth++] = new Level(isDictionary, 0, 0);
    }

    private void TakeValue()
    {
        if (!_valueDue && _depth > 0 && _levels[_depth - 1].IsDictionary)
            throw new InvalidOperationException("A key must come before a value.");
        _valueDue = false;
    }

    private void AppendString(scoped ReadOnlySpan<byte> value)
    {
        AppendLength(value.Length);
        Append(value);
    }

    private void AppendLength(int length)
    {
        Span<byte> text = stackalloc byte[11];
        Utf8Formatter.TryFormat(length, text, out int digits);
        text[digits] = (byte)':';
        Append(text[..(digits + 1)]);
    }

    private void Append(scoped ReadOnlySpan<byte> bytes)
    {
        if (Overflowed || bytes.Length > _destination.Length - _position)
        {
            Overflowed = true;
            return;
        }
        bytes.CopyTo(_destination[_position..]);
        _position += bytes.Length;
    }

    // A key never starts at 0, where the dictionary's own 'd' is: 0 means that none was written yet.
    private readonly record struct Level(bool IsDictionary, int KeyStart, int KeyLength);

    [InlineArray(MaxDepth)]
    private struct Levels
    {
        private Level _first;
    }
}
