using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace EdgeSeed.Storage.Hashing.Lanes;

/// <summary>Eight lanes: AVX2.</summary>
internal readonly unsafe struct Lanes256 : ILaneOperations<Vector256<uint>>
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    public static int Lanes => Vector256<uint>.Count;

    [MethodImpl(Inline)]
    public static Vector256<uint> Broadcast(uint word) => Vector256.Create(word);

    [MethodImpl(Inline)]
    public static Vector256<uint> Add(Vector256<uint> a, Vector256<uint> b) => a + b;

    [MethodImpl(Inline)]
    public static Vector256<uint> Xor(Vector256<uint> a, Vector256<uint> b) => a ^ b;

    [MethodImpl(Inline)]
    public static Vector256<uint> RotateLeft(Vector256<uint> a, [ConstantExpected] byte bits) => (a << bits) | (a >>> (32 - bits));

    [MethodImpl(Inline)]
    public static Vector256<uint> RotateRight(Vector256<uint> a, [ConstantExpected(Min = (byte)1, Max = (byte)31)] byte right, [ConstantExpected] byte left) => (a >>> right) | (a << left);

    [MethodImpl(Inline)]
    public static Vector256<uint> ShiftRight(Vector256<uint> a, [ConstantExpected] byte bits) => a >>> bits;

    [MethodImpl(Inline)]
    public static Vector256<uint> Parity(Vector256<uint> b, Vector256<uint> c, Vector256<uint> d) => b ^ c ^ d;

    [MethodImpl(Inline)]
    public static Vector256<uint> Choose(Vector256<uint> b, Vector256<uint> c, Vector256<uint> d) => d ^ (b & (c ^ d));

    [MethodImpl(Inline)]
    public static Vector256<uint> Majority(Vector256<uint> b, Vector256<uint> c, Vector256<uint> d) => (b & c) | (d & (b | c));

    [MethodImpl(Inline)]
    public static Vector256<uint> LoadRows(byte* first, nint stride) => Avx2.Shuffle(
        Vector256.Create(Vector128.Load(first), Vector128.Load(first + (4 * stride))),
        Vector256.Create(Lanes128.BigEndian, Lanes128.BigEndian)).AsUInt32();

    [MethodImpl(Inline)]
    public static Vector256<uint> LowWords(Vector256<uint> a, Vector256<uint> b) => Avx2.UnpackLow(a, b);

    [MethodImpl(Inline)]
    public static Vector256<uint> HighWords(Vector256<uint> a, Vector256<uint> b) => Avx2.UnpackHigh(a, b);

    [MethodImpl(Inline)]
    public static Vector256<uint> LowPairs(Vector256<uint> a, Vector256<uint> b) => Avx2.UnpackLow(a.AsUInt64(), b.AsUInt64()).AsUInt32();

    [MethodImpl(Inline)]
    public static Vector256<uint> HighPairs(Vector256<uint> a, Vector256<uint> b) => Avx2.UnpackHigh(a.AsUInt64(), b.AsUInt64()).AsUInt32();
}
