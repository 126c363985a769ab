using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace EdgeSeed.Storage.Hashing.Lanes;

/// <summary>The rounds of SHA-1 (FIPS 180-4, 6.1.2), written once for vectors of every width.</summary>
internal sealed unsafe partial class LaneSha1<TOperations, TVector> : LaneSha1
    where TOperations : struct, ILaneOperations<TVector>
    where TVector : unmanaged
{
    private const int Rounds = 80;
    private const int RoundsOfAKind = 20;
    private const int StateWords = 5;

    private readonly TVector[] _state = new TVector[StateWords];

    /// <summary>Begins.</summary>
    internal LaneSha1() : base(TOperations.Lanes) => Begin();

    private protected override void TakeState(Span<byte> digests)
    {
        ReadOnlySpan<uint> words = MemoryMarshal.Cast<TVector, uint>(_state);
        for (int i = 0; i < Lanes; i++)
        {
            for (int j = 0; j < StateWords; j++)
                BinaryPrimitives.WriteUInt32BigEndian(digests[((i * DigestBytes) + (j * sizeof(uint)))..], words[(j * Lanes) + i]);
        }
        Begin();
    }

    private protected override void Compress(byte* first, nint stride, int blocks)
    {
        // A vector that straddles two of the cache's lines takes twice as long.
        byte* room = stackalloc byte[((Rounds + StateWords) * sizeof(TVector)) + BlockBytes];
        var w = (TVector*)((nint)(room + BlockBytes - 1) & -BlockBytes);
        TVector* state = w + Rounds;
        for (; blocks > 0; blocks--, first += BlockBytes)
        {
            LaneWords<TOperations, TVector>.Load(first, stride, w);
            _state.CopyTo(new Span<TVector>(state, StateWords));
            Run<FirstRounds>(state, w);
            Run<SecondRounds>(state, w + RoundsOfAKind);
            Run<ThirdRounds>(state, w + (2 * RoundsOfAKind));
            for (int t = 76; t < Rounds; t++) Next(w + t);
            Run<FourthRounds>(state, w + (3 * RoundsOfAKind));
            for (int i = 0; i < StateWords; i++) _state[i] = TOperations.Add(_state[i], state[i]);
        }
    }

    // Words are computed in between the rounds, which keeps the processor's units busy: half as fast otherwise. Twenty rounds are a method
    // because a native compiler gives up inlining in a longer one.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Run<TRounds>(TVector* state, TVector* w) where TRounds : struct, ILaneRounds<TVector>
    {
        TVector a = state[0], b = state[1], c = state[2], d = state[3], e = state[4];
        TVector k = TOperations.Broadcast(TRounds.Constant);
        for (int t = 0; t < RoundsOfAKind; t += 5, w += 5)
        {
            Round(a, ref b, TRounds.Mix(b, c, d), ref e, k, w[0]);
            if (TRounds.ComputesWords) Next(w + 16);
            Round(e, ref a, TRounds.Mix(a, b, c), ref d, k, w[1]);
            if (TRounds.ComputesWords) Next(w + 17);
            Round(d, ref e, TRounds.Mix(e, a, b), ref c, k, w[2]);
            if (TRounds.ComputesWords) Next(w + 18);
            Round(c, ref d, TRounds.Mix(d, e, a), ref b, k, w[3]);
            if (TRounds.ComputesWords) Next(w + 19);
            Round(b, ref c, TRounds.Mix(c, d, e), ref a, k, w[4]);
            if (TRounds.ComputesWords) Next(w + 20);
        }
        (state[0], state[1], state[2], state[3], state[4]) = (a, b, c, d, e);
    }

    // Instead of moving five values on by one, each round is told which is which.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Round(TVector a, ref TVector b, TVector mixed, ref TVector e, TVector k, TVector word)
    {
        e = TOperations.Add(TOperations.Add(TOperations.Add(e, TOperations.Add(k, word)), mixed), TOperations.RotateLeft(a, 5));
        b = TOperations.RotateLeft(b, 30);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Next(TVector* x) => *x = TOperations.RotateLeft(TOperations.Xor(x[-16], TOperations.Parity(x[-14], x[-8], x[-3])), 1);

    private void Begin()
    {
        ReadOnlySpan<uint> start = [0x67452301, 0xEFCDAB89, 0x98BADCFE, 0x10325476, 0xC3D2E1F0];
        for (int i = 0; i < StateWords; i++) _state[i] = TOperations.Broadcast(start[i]);
    }
}
