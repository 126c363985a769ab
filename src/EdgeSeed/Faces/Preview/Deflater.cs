using System.Buffers.Binary;

namespace EdgeSeed.Faces.Preview;

/// <summary>
/// Compresses rows of pixels as a zlib stream (RFC 1950, RFC 1951): bytes that repeat the one before, or the row above, by fixed codes.
/// Pictures of enlarged pixels are mostly that; the framework's compressor would make the program larger, and its output depends on its version.
/// </summary>
internal sealed class Deflater
{
    private const int MinMatch = 3, MaxMatch = 258;

    private readonly List<byte> _bytes = [0x78, 0x01];
    private uint _bits;
    private int _bitCount;

    private Deflater()
    {
    }

    private static ReadOnlySpan<ushort> LengthBases =>
        [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258];

    /// <summary>Compresses bytes.</summary>
    /// <param name="bytes">The rows.</param>
    /// <param name="stride">Bytes a row: at most 32,768.</param>
    public static ReadOnlySpan<byte> Compress(ReadOnlySpan<byte> bytes, int stride)
    {
        var output = new Deflater();
        output.Put(0b011, 3); // the last block, with fixed codes
        for (int at = 0; at < bytes.Length;)
        {
            int distance = MatchLength(bytes, at, stride) >= MatchLength(bytes, at, 1) ? stride : 1;
            int length = MatchLength(bytes, at, distance);
            if (length >= MinMatch)
            {
                output.PutMatch(length, distance);
                at += length;
            }
            else output.PutSymbol(bytes[at++]);
        }
        output.PutSymbol(256);
        output.Put(0, 7);
        Span<byte> sum = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(sum, Adler(bytes));
        output._bytes.AddRange(sum);
        return output._bytes.ToArray();
    }

    private static int MatchLength(ReadOnlySpan<byte> bytes, int at, int distance) =>
        at < distance ? 0 : Math.Min(MaxMatch, bytes[at..].CommonPrefixLength(bytes[(at - distance)..]));

    private void PutMatch(int length, int distance)
    {
        int code = LengthBases.Length - 1;
        while (LengthBases[code] > length) code--;
        PutSymbol(257 + code);
        Put((uint)(length - LengthBases[code]), code is < 8 or 28 ? 0 : (code - 4) / 4);

        int extra = distance <= 4 ? 0 : int.Log2(distance - 1) - 1;
        int distanceCode = distance <= 4 ? distance - 1 : (2 * extra) + ((distance - 1) >> extra);
        PutReversed(distanceCode, 5);
        Put((uint)((distance - 1) & ((1 << extra) - 1)), extra);
    }

    /// <summary>A literal, a length or the end, by the fixed code.</summary>
    private void PutSymbol(int symbol)
    {
        if (symbol < 144) PutReversed(0x30 + symbol, 8);
        else if (symbol < 256) PutReversed(0x190 + symbol - 144, 9);
        else if (symbol < 280) PutReversed(symbol - 256, 7);
        else PutReversed(0xC0 + symbol - 280, 8);
    }

    /// <summary>Codes begin with their highest bit, all else with its lowest.</summary>
    private void PutReversed(int code, int count)
    {
        for (int bit = count - 1; bit >= 0; bit--) Put((uint)(code >> bit) & 1, 1);
    }

    private void Put(uint bits, int count)
    {
        _bits |= bits << _bitCount;
        _bitCount += count;
        for (; _bitCount >= 8; _bitCount -= 8)
        {
            _bytes.Add((byte)_bits);
            _bits >>= 8;
        }
    }

    private static uint Adler(ReadOnlySpan<byte> bytes)
    {
        (uint low, uint high) = (1, 0);
        foreach (byte value in bytes)
        {
            low = (low + value) % 65521;
            high = (high + low) % 65521;
        }
        return (high << 16) | low;
    }
}
