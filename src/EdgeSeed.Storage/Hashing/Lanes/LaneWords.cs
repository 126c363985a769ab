using System.Runtime.CompilerServices;

namespace EdgeSeed.Storage.Hashing.Lanes;

/// <summary>Turns bytes of messages into vectors of their words.</summary>
internal static unsafe class LaneWords<TOperations, TVector>
    where TOperations : struct, ILaneOperations<TVector>
    where TVector : unmanaged
{
    /// <summary>Sixteen vectors out of 64 bytes of each message.</summary>
    /// <param name="first">The first message's bytes.</param>
    /// <param name="stride">Bytes from one message's to the next's.</param>
    /// <param name="words">Filled with sixteen vectors.</param>
    // Rows are lanes when they come and words when they are stored: a four by four transposition in every 16 bytes of the vectors.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Load(byte* first, nint stride, TVector* words)
    {
        const int blockBytes = 64;
        for (byte* end = first + blockBytes; first < end; first += 16, words += 4)
        {
            TVector a = TOperations.LoadRows(first, stride), b = TOperations.LoadRows(first + stride, stride);
            TVector c = TOperations.LoadRows(first + (2 * stride), stride), d = TOperations.LoadRows(first + (3 * stride), stride);
            TVector lowAb = TOperations.LowWords(a, b), lowCd = TOperations.LowWords(c, d);
            TVector highAb = TOperations.HighWords(a, b), highCd = TOperations.HighWords(c, d);
            words[0] = TOperations.LowPairs(lowAb, lowCd);
            words[1] = TOperations.HighPairs(lowAb, lowCd);
            words[2] = TOperations.LowPairs(highAb, highCd);
            words[3] = TOperations.HighPairs(highAb, highCd);
        }
    }
}
