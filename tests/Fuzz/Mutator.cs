using System.Globalization;

namespace EdgeSeed.Fuzz;

/// <summary>Makes bad input out of good, the same for the same seed, so that a failure can be had again.</summary>
public sealed class Mutator(int seed)
{
    private static readonly byte[] Telling = [0, 1, 0x7F, 0x80, 0xFF, (byte)'0', (byte)'9', (byte)':', (byte)'d', (byte)'e', (byte)'i', (byte)'l', (byte)'-', (byte)'%', (byte)'&', (byte)'='];

    /// <summary>The source of chance, for tests that need more of it.</summary>
    public Random Random { get; } = new(seed);

    /// <summary>Iterations of a fuzz test: the default, or what <c>EDGESEED_FUZZ_ITERATIONS</c> says.</summary>
    public static int Iterations(int @default) =>
        int.TryParse(Environment.GetEnvironmentVariable("EDGESEED_FUZZ_ITERATIONS"), NumberStyles.None, CultureInfo.InvariantCulture, out int wanted)
            ? wanted
            : @default;

    /// <summary>A copy with one to four changes: bits, telling bytes, cuts, repeats, insertions, or random bytes altogether.</summary>
    public byte[] Mutate(ReadOnlySpan<byte> sample)
    {
        byte[] result = sample.ToArray();
        for (int changes = Random.Next(1, 5); changes > 0; changes--) result = Change(result);
        return result;
    }

    /// <summary>Random bytes of a random length.</summary>
    public byte[] Bytes(int maxLength)
    {
        byte[] bytes = new byte[Random.Next(maxLength + 1)];
        Random.NextBytes(bytes);
        return bytes;
    }

    private byte[] Change(byte[] bytes)
    {
        if (bytes.Length == 0) return Bytes(32);
        int at = Random.Next(bytes.Length);
        int length = Random.Next(Math.Min(bytes.Length - at, 16) + 1);
        switch (Random.Next(8))
        {
            case 0:
                bytes[at] ^= (byte)(1 << Random.Next(8));
                return bytes;
            case 1:
                bytes[at] = Telling[Random.Next(Telling.Length)];
                return bytes;
            case 2:
                bytes[at] = (byte)Random.Next(256);
                return bytes;
            case 3:
                return bytes[..at];
            case 4:
                return [.. bytes[..at], .. bytes[(at + length)..]];
            case 5:
                return [.. bytes[..(at + length)], .. bytes[at..]];
            case 6:
                return [.. bytes[..at], .. Bytes(16), .. bytes[at..]];
            default:
                return [.. bytes, .. Bytes(32)];
        }
    }
}
