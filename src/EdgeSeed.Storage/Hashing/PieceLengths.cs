using System.Numerics;

namespace EdgeSeed.Storage.Hashing;

/// <summary>Which piece lengths torrents are made with.</summary>
public static class PieceLengths
{
    /// <summary>Shortest, 16 KiB: one block.</summary>
    public const int Min = 16 * 1024;

    /// <summary>Longest that is chosen by itself, 16 MiB; larger ones are given by hand.</summary>
    public const int MaxAutomatic = 16 * 1024 * 1024;

    /// <summary>Longest that may be given, 256 MiB, as the parser of torrents accepts.</summary>
    public const int Max = 256 * 1024 * 1024;

    private const int MaxPiecesAimedAt = 2000;

    /// <summary>
    /// The smallest power of two that cuts the content into at most 2,000 pieces, between <see cref="Min"/> and
    /// <see cref="MaxAutomatic"/>; so 1,000 to 2,000 pieces for everything from 16 MB to 33 GB.
    /// </summary>
    /// <remarks>
    /// <list type="table">
    /// <listheader><term>content up to (MiB)</term><description>piece</description></listheader>
    /// <item><term>31</term><description>16 KiB</description></item>
    /// <item><term>62</term><description>32 KiB</description></item>
    /// <item><term>125</term><description>64 KiB</description></item>
    /// <item><term>250</term><description>128 KiB</description></item>
    /// <item><term>500</term><description>256 KiB</description></item>
    /// <item><term>1,000</term><description>512 KiB</description></item>
    /// <item><term>2,000</term><description>1 MiB</description></item>
    /// <item><term>4,000</term><description>2 MiB</description></item>
    /// <item><term>8,000</term><description>4 MiB</description></item>
    /// <item><term>16,000</term><description>8 MiB</description></item>
    /// <item><term>above</term><description>16 MiB</description></item>
    /// </list>
    /// </remarks>
    /// <param name="totalLength">Bytes of all files; at least 1.</param>
    public static int Choose(long totalLength)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(totalLength);
        ulong exact = ((ulong)totalLength - 1) / MaxPiecesAimedAt + 1;
        return (int)Math.Clamp(BitOperations.RoundUpToPowerOf2(exact), Min, MaxAutomatic);
    }

    /// <summary>Whether a piece length may be given by hand: a power of two from <see cref="Min"/> to <see cref="Max"/>.</summary>
    public static bool IsValid(long pieceLength) => pieceLength is >= Min and <= Max && BitOperations.IsPow2(pieceLength);
}
