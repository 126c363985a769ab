using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using EdgeSeed.Linux;
using EdgeSeed.Protocol.Torrents;

namespace EdgeSeed.Storage.Hashing.Lanes;

/// <summary>
/// SHA-256 (FIPS 180-4) of several leaves of a hash tree at once (BEP 52), each in a lane of the machine's vectors: what one waits for, the others use.
/// Thread-safe, as nothing is kept.
/// </summary>
internal abstract class LaneSha256
{
    /// <summary>Most leaves at once, on any machine.</summary>
    internal const int MaxLanes = 16;

    private protected LaneSha256(int lanes) => Lanes = lanes;

    /// <summary>What hashes leaves fastest here, by the machine's instructions; null where that is the framework's SHA-256, one leaf at a time.</summary>
    internal static LaneSha256? Fastest { get; } = ChooseFastest();

    /// <summary>Leaves that are hashed at once.</summary>
    internal int Lanes { get; }

    /// <summary>For so many lanes; null where the machine, or the processor this was compiled for, has no such vectors.</summary>
    /// <param name="lanes">4, 8 or 16; null for everything else.</param>
    internal static LaneSha256? Create(int lanes)
    {
        if (Vector512.IsHardwareAccelerated && lanes == Vector512<uint>.Count) return new LaneSha256<Lanes512, Vector512<uint>>();
        if (Vector256.IsHardwareAccelerated && lanes == Vector256<uint>.Count) return new LaneSha256<Lanes256, Vector256<uint>>();
        return Lanes128.IsSupported && lanes == Vector128<uint>.Count ? new LaneSha256<Lanes128, Vector128<uint>>() : null;
    }

    /// <summary>Hashes leaves that lie one behind another.</summary>
    /// <param name="leaves"><see cref="Lanes"/> times <see cref="MerkleTree.LeafLength"/> bytes, borrowed.</param>
    /// <param name="digests">Takes <see cref="MerkleTree.HashLength"/> bytes a leaf, in order.</param>
    internal unsafe void Hash(ReadOnlySpan<byte> leaves, Span<byte> digests)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(leaves.Length, Lanes * MerkleTree.LeafLength);
        ArgumentOutOfRangeException.ThrowIfLessThan(digests.Length, Lanes * MerkleTree.HashLength);
        fixed (byte* first = leaves) HashLeaves(first, digests);
    }

    private protected abstract unsafe void HashLeaves(byte* first, Span<byte> digests);

    // Sixteen lanes beat even instructions for SHA-256. Four beat what has neither on Arm, with its 32 registers, but not the framework on x64.
    private static LaneSha256? ChooseFastest()
    {
        if (Vector512.IsHardwareAccelerated) return Create(Vector512<uint>.Count);
        if (AdvSimd.IsSupported) return (Libc.AuxiliaryValue(Libc.AuxiliaryHardware) & Libc.ArmHasSha256) != 0 ? null : Create(Vector128<uint>.Count);
        return LaneSha1.HasShaExtensions() ? null : Create(Vector256<uint>.Count);
    }
}
