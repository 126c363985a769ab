using System.Diagnostics.CodeAnalysis;

namespace EdgeSeed.Storage.Hashing.Lanes;

/// <summary>What <see cref="LaneSha1{TOperations, TVector}"/> and <see cref="LaneSha256{TOperations, TVector}"/> compute with: vectors of 32-bit words, one word of each lane.</summary>
internal unsafe interface ILaneOperations<TVector> where TVector : unmanaged
{
    /// <summary>Words in a vector.</summary>
    static abstract int Lanes { get; }

    /// <summary>The same word in every lane.</summary>
    static abstract TVector Broadcast(uint word);

    /// <summary>Sum modulo 2³².</summary>
    static abstract TVector Add(TVector a, TVector b);

    /// <summary>Exclusive or.</summary>
    static abstract TVector Xor(TVector a, TVector b);

    /// <summary>Bits move up by <paramref name="bits"/>, those that leave come in below.</summary>
    /// <param name="a">What is rotated.</param>
    /// <param name="bits">1, 5 or 30, and nothing else: SHA-1 needs no others.</param>
    static abstract TVector RotateLeft(TVector a, [ConstantExpected] byte bits);

    /// <summary>Bits move down, those that leave come in above.</summary>
    /// <param name="a">What is rotated.</param>
    /// <param name="right">By how many bits.</param>
    /// <param name="left">The rest of 32.</param>
    static abstract TVector RotateRight(TVector a, [ConstantExpected(Min = (byte)1, Max = (byte)31)] byte right, [ConstantExpected] byte left);

    /// <summary>Bits move down, zeros come in above.</summary>
    static abstract TVector ShiftRight(TVector a, [ConstantExpected] byte bits);

    /// <summary>Exclusive or of three: SHA-1's parity.</summary>
    static abstract TVector Parity(TVector b, TVector c, TVector d);

    /// <summary>Bits of <paramref name="c"/> where <paramref name="b"/> is set, of <paramref name="d"/> elsewhere.</summary>
    static abstract TVector Choose(TVector b, TVector c, TVector d);

    /// <summary>Bits that at least two have.</summary>
    static abstract TVector Majority(TVector b, TVector c, TVector d);

    /// <summary>Four big-endian words of every fourth lane.</summary>
    /// <param name="first">The first such lane's 16 bytes, which come to lie in the vector's first 16.</param>
    /// <param name="stride">Bytes from one lane's to the next's.</param>
    static abstract TVector LoadRows(byte* first, nint stride);

    /// <summary>The first two words of both, in turn, in every 16 bytes.</summary>
    static abstract TVector LowWords(TVector a, TVector b);

    /// <summary>The last two words of both, in turn, in every 16 bytes.</summary>
    static abstract TVector HighWords(TVector a, TVector b);

    /// <summary>The first 8 bytes of both, in every 16.</summary>
    static abstract TVector LowPairs(TVector a, TVector b);

    /// <summary>The last 8 bytes of both, in every 16.</summary>
    static abstract TVector HighPairs(TVector a, TVector b);
}
