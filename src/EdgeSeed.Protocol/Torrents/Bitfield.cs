using System.Numerics;
using System.Runtime.InteropServices;

namespace EdgeSeed.Protocol.Torrents;

/// <summary>
/// One bit a piece, as BEP 3's <c>bitfield</c> message lays them out: piece 0 is the highest bit of byte 0, and the spare bits
/// of the last byte are zero. A view over the caller's memory: copies of this value share the bits. No locking: one owner.
/// </summary>
public readonly struct Bitfield
{
    private readonly Memory<byte> _bytes;

    /// <summary>A bitfield of its own memory, all bits clear.</summary>
    public Bitfield(int length) : this(new byte[ByteLength(length)], length)
    {
    }

    /// <summary>A bitfield over the caller's memory, whose spare bits must be clear.</summary>
    /// <param name="bytes">Exactly <see cref="ByteLength"/> bytes; shared, not copied.</param>
    /// <param name="length">Number of pieces.</param>
    /// <exception cref="ArgumentException">
    /// The length is wrong or a spare bit is set: ask <see cref="IsValid"/> first about bytes of a stranger.
    /// </exception>
    public Bitfield(Memory<byte> bytes, int length)
    {
        if (!IsValid(bytes.Span, length)) throw new ArgumentException($"These bytes are no bitfield of {length} pieces.", nameof(bytes));
        _bytes = bytes;
        Length = length;
    }

    /// <summary>Number of pieces.</summary>
    public int Length { get; }

    /// <summary>The bytes as they go on the wire.</summary>
    public ReadOnlySpan<byte> Span => _bytes.Span;

    /// <summary>Whether every bit is set; false for a bitfield of no pieces.</summary>
    public bool IsComplete => Length > 0 && Count() == Length;

    /// <summary>Whether no bit is set.</summary>
    public bool IsEmpty => !_bytes.Span.ContainsAnyExcept((byte)0);

    /// <summary>Whether a piece's bit is set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such piece.</exception>
    public bool this[PieceIndex piece] => (_bytes.Span[Checked(piece) >> 3] & Bit(piece)) != 0;

    /// <summary>Bytes that hold the bits of so many pieces.</summary>
    public static int ByteLength(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        return (int)(((long)length + 7) >> 3);
    }

    /// <summary>Whether bytes from the wire are a bitfield of so many pieces: the exact length, no spare bit set (BEP 3).</summary>
    public static bool IsValid(ReadOnlySpan<byte> bytes, int length)
    {
        if (length < 0 || bytes.Length != ByteLength(length)) return false;
        int spare = bytes.Length * 8 - length;
        return spare == 0 || (bytes[^1] & ((1 << spare) - 1)) == 0;
    }

    /// <summary>Number of set bits.</summary>
    public int Count()
    {
        ReadOnlySpan<byte> bytes = _bytes.Span;
        ReadOnlySpan<ulong> words = MemoryMarshal.Cast<byte, ulong>(bytes);
        int count = 0;
        foreach (ulong word in words) count += BitOperations.PopCount(word);
        foreach (byte b in bytes[(words.Length * sizeof(ulong))..]) count += BitOperations.PopCount(b);
        return count;
    }

    /// <summary>Sets a piece's bit.</summary>
    /// <returns>Whether it was clear before.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such piece.</exception>
    public bool Set(PieceIndex piece)
    {
        ref byte cell = ref _bytes.Span[Checked(piece) >> 3];
        bool changed = (cell & Bit(piece)) == 0;
        cell |= Bit(piece);
        return changed;
    }

    /// <summary>Clears a piece's bit.</summary>
    /// <returns>Whether it was set before.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such piece.</exception>
    public bool Clear(PieceIndex piece)
    {
        ref byte cell = ref _bytes.Span[Checked(piece) >> 3];
        bool changed = (cell & Bit(piece)) != 0;
        cell &= (byte)~Bit(piece);
        return changed;
    }

    /// <summary>Sets every bit; the spare ones stay clear.</summary>
    public void SetAll()
    {
        Span<byte> bytes = _bytes.Span;
        bytes.Fill(0xff);
        if (bytes.Length > 0) bytes[^1] = (byte)(0xff << (bytes.Length * 8 - Length));
    }

    /// <summary>Takes bytes off the wire as they come. Spare bits that are set are passed over: some clients set them, and they say nothing.</summary>
    /// <param name="at">How many bytes came before.</param>
    /// <param name="bytes">The next ones.</param>
    /// <returns>False when they go beyond the end; nothing is taken then.</returns>
    public bool TryFill(int at, ReadOnlySpan<byte> bytes)
    {
        Span<byte> own = _bytes.Span;
        if (at < 0 || bytes.Length > own.Length - at) return false;
        bytes.CopyTo(own[at..]);
        if (own.Length > 0) own[^1] &= (byte)(0xff << (own.Length * 8 - Length));
        return true;
    }

    /// <summary>Clears every bit.</summary>
    public void ClearAll() => _bytes.Span.Clear();

    /// <summary>The first set bit at or after a place.</summary>
    /// <param name="from">Where to start, 0 to <see cref="Length"/>.</param>
    /// <param name="piece">The piece, when true is returned.</param>
    /// <returns>False when there is none.</returns>
    public bool TryNextSet(int from, out PieceIndex piece) => TryNext(from, skip: 0x00, out piece);

    /// <summary>The first clear bit at or after a place.</summary>
    /// <param name="from">Where to start, 0 to <see cref="Length"/>.</param>
    /// <param name="piece">The piece, when true is returned.</param>
    /// <returns>False when there is none.</returns>
    public bool TryNextClear(int from, out PieceIndex piece) => TryNext(from, skip: 0xff, out piece);

    private bool TryNext(int from, byte skip, out PieceIndex piece)
    {
        piece = default;
        if (from >= Length) return false;
        ReadOnlySpan<byte> bytes = _bytes.Span;
        int at = from >> 3;
        int found = (bytes[at] ^ skip) & (0xff >> (from & 7));
        if (found == 0)
        {
            int step = bytes[(at + 1)..].IndexOfAnyExcept(skip);
            if (step < 0) return false;
            at += 1 + step;
            found = bytes[at] ^ skip;
        }
        int index = at * 8 + BitOperations.LeadingZeroCount((uint)found << 24);
        // Spare bits are clear, so a search for clear bits may end among them.
        if (index >= Length) return false;
        piece = new PieceIndex(index);
        return true;
    }

    private static byte Bit(PieceIndex piece) => (byte)(0x80 >> (piece.Value & 7));

    private int Checked(PieceIndex piece)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)piece.Value, (uint)Length, nameof(piece));
        return piece.Value;
    }
}
