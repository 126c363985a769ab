namespace EdgeSeed.Storage;

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
