using System.Security.Cryptography;

namespace EdgeSeed.Tracker.Swarms;

/// <summary>Random numbers for choosing peers: fast, secretly seeded, not for keys. Owned by one shard.</summary>
internal struct Xorshift
{
    private ulong _state;

    /// <summary>A generator with a random seed.</summary>
    public static Xorshift Create()
    {
        Span<byte> seed = stackalloc byte[8];
        RandomNumberGenerator.Fill(seed);
        return new Xorshift { _state = BitConverter.ToUInt64(seed) | 1 };
    }

    /// <summary>A number from 0 to <paramref name="limit"/> - 1; the bias of a 32-bit multiplication is far below what swarms can show.</summary>
    public int Below(int limit)
    {
        _state ^= _state << 13;
        _state ^= _state >> 7;
        _state ^= _state << 17;
        return (int)((_state >> 32) * (uint)limit >> 32);
    }
}
