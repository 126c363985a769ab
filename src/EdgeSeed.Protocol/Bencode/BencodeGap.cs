namespace EdgeSeed.Protocol.Bencode;

/// <summary>A string whose bytes a reader does not have: it is read as if they were there, but for <see cref="BencodeReader.String"/>, which is empty.</summary>
/// <param name="Position">Where in the data it would begin, behind its length.</param>
/// <param name="Length">Bytes of the whole string.</param>
/// <param name="Before">Bytes that are missing in all gaps before it.</param>
public readonly record struct BencodeGap(int Position, int Length, int Before)
{
    /// <summary>Where the last gap before a place is among all.</summary>
    /// <param name="gaps">In order.</param>
    /// <param name="position">The place; a gap there is not before it.</param>
    /// <returns>-1 for none.</returns>
    public static int LastBefore(ReadOnlySpan<BencodeGap> gaps, int position)
    {
        int low = 0, high = gaps.Length;
        while (low < high)
        {
            int middle = (int)((uint)(low + high) >> 1);
            if (gaps[middle].Position < position) low = middle + 1;
            else high = middle;
        }
        return low - 1;
    }
}
