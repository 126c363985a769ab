using System.Runtime.CompilerServices;

namespace EdgeSeed.Storage.Hashing.Lanes;

/// <content>The four kinds of rounds.</content>
internal sealed partial class LaneSha1<TOperations, TVector>
{
    private readonly struct FirstRounds : ILaneRounds<TVector>
    {
        public static uint Constant => 0x5A827999;

        public static bool ComputesWords => true;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Mix(TVector b, TVector c, TVector d) => TOperations.Choose(b, c, d);
    }

    private readonly struct SecondRounds : ILaneRounds<TVector>
    {
        public static uint Constant => 0x6ED9EBA1;

        public static bool ComputesWords => true;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Mix(TVector b, TVector c, TVector d) => TOperations.Parity(b, c, d);
    }

    private readonly struct ThirdRounds : ILaneRounds<TVector>
    {
        public static uint Constant => 0x8F1BBCDC;

        public static bool ComputesWords => true;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Mix(TVector b, TVector c, TVector d) => TOperations.Majority(b, c, d);
    }

    private readonly struct FourthRounds : ILaneRounds<TVector>
    {
        public static uint Constant => 0xCA62C1D6;

        public static bool ComputesWords => false;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Mix(TVector b, TVector c, TVector d) => TOperations.Parity(b, c, d);
    }
}

/// <summary>What is particular to twenty of SHA-1's eighty rounds (FIPS 180-4, 4.1.1 and 4.2.1).</summary>
internal interface ILaneRounds<TVector> where TVector : unmanaged
{
    /// <summary>The constant that every one of them adds.</summary>
    static abstract uint Constant { get; }

    /// <summary>Whether words are left to be computed, sixteen rounds ahead of their use.</summary>
    static abstract bool ComputesWords { get; }

    /// <summary>The function of three words.</summary>
    static abstract TVector Mix(TVector b, TVector c, TVector d);
}
