namespace EdgeSeed.Protocol;

/// <summary>RFC 4648 base32 without padding, as old magnet links write an info-hash (BEP 9).</summary>
internal static class Base32
{
    /// <summary>Decodes text whose bits fill <paramref name="destination"/> exactly; letters of either case.</summary>
    /// <returns>False on any other length or character.</returns>
    public static bool TryDecode(ReadOnlySpan<char> text, Span<byte> destination)
    {
        if (text.Length * 5 != destination.Length * 8) return false;
        uint bits = 0;
        int held = 0, written = 0;
        foreach (char letter in text)
        {
            int value = letter switch
            {
                >= 'A' and <= 'Z' => letter - 'A',
                >= 'a' and <= 'z' => letter - 'a',
                >= '2' and <= '7' => letter - '2' + 26,
                _ => -1,
            };
            if (value < 0) return false;
            bits = (bits << 5) | (uint)value;
            held += 5;
            if (held < 8) continue;
            held -= 8;
            destination[written++] = (byte)(bits >> held);
        }
        return true;
    }
}
