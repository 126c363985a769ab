namespace EdgeSeed.Engine.Swarms;

/// <summary>Small protocol messages waiting for one peer's socket. Holds memory only while something waits.</summary>
/// <param name="capacity">Bytes at most.</param>
internal sealed class Outbox(int capacity)
{
    private const int FirstCapacity = 128;

    private byte[] _bytes = [];
    private int _start;
    private int _end;

    /// <summary>Whether nothing waits.</summary>
    public bool IsEmpty => _start == _end;

    /// <summary>What waits, first message first.</summary>
    public ReadOnlySpan<byte> Waiting => _bytes.AsSpan(_start, _end - _start);

    /// <summary>Bytes of memory held.</summary>
    public int HeldBytes => _bytes.Length;

    /// <summary>Whether a message of so many bytes still fits; when not, its peer is not read from until it does.</summary>
    public bool HasRoom(int length) => _end - _start + length <= capacity;

    /// <summary>Memory for one message, to be filled by the caller wholly.</summary>
    /// <param name="length">Bytes; <see cref="HasRoom"/> must have said yes.</param>
    public Span<byte> Append(int length)
    {
        if (_end + length > _bytes.Length) MakeRoom(length);
        Span<byte> message = _bytes.AsSpan(_end, length);
        _end += length;
        return message;
    }

    /// <summary>Gives back the end of the last <see cref="Append"/> that was not needed.</summary>
    public void Trim(int length) => _end -= length;

    /// <summary>Drops what the socket has taken.</summary>
    public void Consume(int length)
    {
        _start += length;
        if (_start == _end) Clear();
    }

    /// <summary>Drops everything.</summary>
    public void Clear()
    {
        _start = _end = 0;
        if (_bytes.Length > FirstCapacity) _bytes = [];
    }

    private void MakeRoom(int length)
    {
        int waiting = _end - _start;
        int needed = waiting + length;
        byte[] larger = needed <= _bytes.Length ? _bytes : new byte[Math.Max(FirstCapacity, Math.Max(_bytes.Length * 2, needed))];
        Waiting.CopyTo(larger);
        _bytes = larger;
        (_start, _end) = (0, waiting);
    }
}
