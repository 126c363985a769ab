using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using EdgeSeed.Protocol.Torrents;

namespace EdgeSeed.Storage.Hashing.Lanes;

/// <summary>The rounds of SHA-256 (FIPS 180-4, 6.2.2), written once for vectors of every width.</summary>
internal sealed unsafe class LaneSha256<TOperations, TVector> : LaneSha256
    where TOperations : struct, ILaneOperations<TVector>
    where TVector : unmanaged
{
    private const int BlockBytes = 64;
    private const int BlockWords = 16;
    private const int StateWords = 8;

    /// <summary>For the width of the vectors.</summary>
    internal LaneSha256() : base(TOperations.Lanes)
    {
    }

    private static ReadOnlySpan<uint> Constants =>
    [
        0x428A2F98, 0x71374491, 0xB5C0FBCF, 0xE9B5DBA5, 0x3956C25B, 0x59F111F1, 0x923F82A4, 0xAB1C5ED5,
        0xD807AA98, 0x12835B01, 0x243185BE, 0x550C7DC3, 0x72BE5D74, 0x80DEB1FE, 0x9BDC06A7, 0xC19BF174,
        0xE49B69C1, 0xEFBE4786, 0x0FC19DC6, 0x240CA1CC, 0x2DE92C6F, 0x4A7484AA, 0x5CB0A9DC, 0x76F988DA,
        0x983E5152, 0xA831C66D, 0xB00327C8, 0xBF597FC7, 0xC6E00BF3, 0xD5A79147, 0x06CA6351, 0x14292967,
        0x27B70A85, 0x2E1B2138, 0x4D2C6DFC, 0x53380D13, 0x650A7354, 0x766A0ABB, 0x81C2C92E, 0x92722C85,
        0xA2BFE8A1, 0xA81A664B, 0xC24B8B70, 0xC76C51A3, 0xD192E819, 0xD6990624, 0xF40E3585, 0x106AA070,
        0x19A4C116, 0x1E376C08, 0x2748774C, 0x34B0BCB5, 0x391C0CB3, 0x4ED8AA4A, 0x5B9CCA4F, 0x682E6FF3,
        0x748F82EE, 0x78A5636F, 0x84C87814, 0x8CC70208, 0x90BEFFFA, 0xA4506CEB, 0xBEF9A3F7, 0xC67178F2,
    ];

    private protected override void HashLeaves(byte* first, Span<byte> digests)
    {
        // A vector that straddles two of the cache's lines takes twice as long.
        byte* room = stackalloc byte[((BlockWords + (2 * StateWords)) * sizeof(TVector)) + ((MaxLanes + 1) * BlockBytes)];
        byte* block = (byte*)((nint)(room + BlockBytes - 1) & -BlockBytes);
        var w = (TVector*)(block + (MaxLanes * BlockBytes));
        TVector* sum = w + BlockWords;
        ReadOnlySpan<uint> start = [0x6A09E667, 0xBB67AE85, 0x3C6EF372, 0xA54FF53A, 0x510E527F, 0x9B05688C, 0x1F83D9AB, 0x5BE0CD19];
        for (int i = 0; i < StateWords; i++) sum[i] = TOperations.Broadcast(start[i]);
        for (byte* end = first + MerkleTree.LeafLength; first < end; first += BlockBytes)
        {
            // Leaves lie so that they push each other out of the processor's cache: of each, its line is taken once.
            for (int i = 0; i < TOperations.Lanes; i++)
                Unsafe.CopyBlock(block + (i * BlockBytes), first + (i * MerkleTree.LeafLength), BlockBytes);
            LaneWords<TOperations, TVector>.Load(block, BlockBytes, w);
            Compress(w, sum);
        }
        new Span<TVector>(w, BlockWords).Clear();
        w[0] = TOperations.Broadcast(1u << 31);
        w[BlockWords - 1] = TOperations.Broadcast(MerkleTree.LeafLength * 8);
        Compress(w, sum);
        ReadOnlySpan<uint> words = MemoryMarshal.Cast<TVector, uint>(new ReadOnlySpan<TVector>(sum, StateWords));
        for (int i = 0; i < Lanes; i++)
        {
            for (int j = 0; j < StateWords; j++)
                BinaryPrimitives.WriteUInt32BigEndian(digests[((i * MerkleTree.HashLength) + (j * sizeof(uint)))..], words[(j * Lanes) + i]);
        }
    }

    private static void Compress(TVector* w, TVector* sum)
    {
        TVector* state = sum + StateWords;
        for (int i = 0; i < StateWords; i++) state[i] = sum[i];
        fixed (uint* constants = Constants)
        {
            for (int t = 0; t < Constants.Length; t += StateWords) Run(state, w, constants + t, t % BlockWords, t < Constants.Length - BlockWords);
        }
        for (int i = 0; i < StateWords; i++) sum[i] = TOperations.Add(sum[i], state[i]);
    }

    // Words are computed in between the rounds, in place, sixteen ahead of their use. After eight rounds every value is where it was.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Run(TVector* state, TVector* w, uint* k, int at, bool computesWords)
    {
        TVector a = state[0], b = state[1], c = state[2], d = state[3], e = state[4], f = state[5], g = state[6], h = state[7];
        Round(a, b, c, ref d, e, f, g, ref h, k[0], w[at]);
        Round(h, a, b, ref c, d, e, f, ref g, k[1], w[at + 1]);
        Round(g, h, a, ref b, c, d, e, ref f, k[2], w[at + 2]);
        Round(f, g, h, ref a, b, c, d, ref e, k[3], w[at + 3]);
        Round(e, f, g, ref h, a, b, c, ref d, k[4], w[at + 4]);
        Round(d, e, f, ref g, h, a, b, ref c, k[5], w[at + 5]);
        Round(c, d, e, ref f, g, h, a, ref b, k[6], w[at + 6]);
        Round(b, c, d, ref e, f, g, h, ref a, k[7], w[at + 7]);
        (state[0], state[1], state[2], state[3], state[4], state[5], state[6], state[7]) = (a, b, c, d, e, f, g, h);
        if (!computesWords) return;
        for (int t = at; t < at + StateWords; t++)
        {
            TVector near = w[(t + 1) % BlockWords], far = w[(t + 14) % BlockWords];
            TVector small = TOperations.Parity(TOperations.RotateRight(near, 7, 25), TOperations.RotateRight(near, 18, 14), TOperations.ShiftRight(near, 3));
            TVector large = TOperations.Parity(TOperations.RotateRight(far, 17, 15), TOperations.RotateRight(far, 19, 13), TOperations.ShiftRight(far, 10));
            w[t] = TOperations.Add(TOperations.Add(w[t], w[(t + 9) % BlockWords]), TOperations.Add(small, large));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Round(TVector a, TVector b, TVector c, ref TVector d, TVector e, TVector f, TVector g, ref TVector h, uint k, TVector word)
    {
        TVector sum = TOperations.Add(TOperations.Add(h, TOperations.Add(TOperations.Broadcast(k), word)), TOperations.Choose(e, f, g));
        sum = TOperations.Add(sum, TOperations.Parity(TOperations.RotateRight(e, 6, 26), TOperations.RotateRight(e, 11, 21), TOperations.RotateRight(e, 25, 7)));
        d = TOperations.Add(d, sum);
        TVector mixed = TOperations.Parity(TOperations.RotateRight(a, 2, 30), TOperations.RotateRight(a, 13, 19), TOperations.RotateRight(a, 22, 10));
        h = TOperations.Add(sum, TOperations.Add(mixed, TOperations.Majority(a, b, c)));
    }
}
