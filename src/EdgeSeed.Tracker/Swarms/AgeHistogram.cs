using System.Numerics;

namespace EdgeSeed.Tracker.Swarms;

/// <summary>Counts of ages, in bins of at most an eighth of the age: enough to find who has been silent longest without sorting.</summary>
internal ref struct AgeHistogram(Span<int> bins)
{
    /// <summary>Bins that the caller must provide, all zero.</summary>
    public const int BinCount = 256;

    private readonly Span<int> _bins = bins;

    /// <summary>Counts one age.</summary>
    public readonly void Add(uint age) => _bins[Bin(age)]++;

    /// <summary>The greatest age such that at least <paramref name="count"/> are as old or older; 0 when there are not that many.</summary>
    public readonly uint OldestCovering(int count)
    {
        int bin = BinCount - 1, sum = _bins[bin];
        while (sum < count && bin > 0) sum += _bins[--bin];
        return Start(bin);
    }

    private static int Bin(uint age)
    {
        if (age < 8) return (int)age;
        int octave = BitOperations.Log2(age);
        return (8 * (octave - 2)) + (int)((age >> (octave - 3)) & 7);
    }

    private static uint Start(int bin) => bin < 8 ? (uint)bin : (8u + (uint)(bin & 7)) << ((bin / 8) - 1);
}
