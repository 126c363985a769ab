using System.Runtime.CompilerServices;

namespace EdgeSeed.Storage;

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
