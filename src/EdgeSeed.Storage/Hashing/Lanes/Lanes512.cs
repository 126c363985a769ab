using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace EdgeSeed.Storage.Hashing.Lanes;

/// <summary>Sixteen lanes: AVX-512, which rotates, and computes any function of three vectors, in one instruction.</summary>
internal readonly unsafe struct Lanes512 : ILaneOperations<Vector512<uint>>
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    public static int Lanes => Vector512<uint>.Count;

    [MethodImpl(Inline)]
    public static Vector512<uint> Broadcast(uint word) => Vector512.Create(word);

    [MethodImpl(Inline)]
    public static Vector512<uint> Add(Vector512<uint> a, Vector512<uint> b) => a + b;

    [MethodImpl(Inline)]
    public static Vector512<uint> Xor(Vector512<uint> a, Vector512<uint> b) => a ^ b;

    [MethodImpl(Inline)]
    public static Vector512<uint> RotateLeft(Vector512<uint> a, [ConstantExpected] byte bits) => Avx512F.RotateLeft(a, bits);

    [MethodImpl(Inline)]
    public static Vector512<uint> RotateRight(Vector512<uint> a, [ConstantExpected(Min = (byte)1, Max = (byte)31)] byte right, [ConstantExpected] byte left) => Avx512F.RotateRight(a, right);

    [MethodImpl(Inline)]
    public static Vector512<uint> ShiftRight(Vector512<uint> a, [ConstantExpected] byte bits) => a >>> bits;

    [MethodImpl(Inline)]
    public static Vector512<uint> Parity(Vector512<uint> b, Vector512<uint> c, Vector512<uint> d) => Avx512F.TernaryLogic(b, c, d, 0x96);

    [MethodImpl(Inline)]
    public static Vector512<uint> Choose(Vector512<uint> b, Vector512<uint> c, Vector512<uint> d) => Avx512F.TernaryLogic(b, c, d, 0xCA);

    [MethodImpl(Inline)]
    public static Vector512<uint> Majority(Vector512<uint> b, Vector512<uint> c, Vector512<uint> d) => Avx512F.TernaryLogic(b, c, d, 0xE8);

    [MethodImpl(Inline)]
    public static Vector512<uint> LoadRows(byte* first, nint stride) => Avx512BW.Shuffle(
        Vector512.Create(
            Vector256.Create(Vector128.Load(first), Vector128.Load(first + (4 * stride))),
            Vector256.Create(Vector128.Load(first + (8 * stride)), Vector128.Load(first + (12 * stride)))),
        Vector512.Create(Vector256.Create(Lanes128.BigEndian, Lanes128.BigEndian), Vector256.Create(Lanes128.BigEndian, Lanes128.BigEndian))).AsUInt32();

    [MethodImpl(Inline)]
    public static Vector512<uint> LowWords(Vector512<uint> a, Vector512<uint> b) => Avx512F.UnpackLow(a, b);

    [MethodImpl(Inline)]
    public static Vector512<uint> HighWords(Vector512<uint> a, Vector512<uint> b) => Avx512F.UnpackHigh(a, b);

    [MethodImpl(Inline)]
    public static Vector512<uint> LowPairs(Vector512<uint> a, Vector512<uint> b) => Avx512F.UnpackLow(a.AsUInt64(), b.AsUInt64()).AsUInt32();

    [MethodImpl(Inline)]
    public static Vector512<uint> HighPairs(Vector512<uint> a, Vector512<uint> b) => Avx512F.UnpackHigh(a.AsUInt64(), b.AsUInt64()).AsUInt32();
}
