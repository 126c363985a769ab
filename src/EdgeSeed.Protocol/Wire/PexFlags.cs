namespace EdgeSeed.Protocol.Wire;

/// <summary>What is known of a peer that is passed on (BEP 11).</summary>
[Flags]
public enum PexFlags : byte
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>It would rather be spoken to encrypted.</summary>
    PrefersEncryption = 0x01,

    /// <summary>It is a seed, or downloads nothing (BEP 21).</summary>
    Seed = 0x02,

    /// <summary>It speaks uTP (BEP 29).</summary>
    Utp = 0x04,

    /// <summary>It speaks <c>ut_holepunch</c> (BEP 55).</summary>
    Holepunch = 0x08,

    /// <summary>It was connected to, so it can be reached.</summary>
    Reachable = 0x10,
}
