using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace EdgeSeed.Storage.Hashing.Lanes;

/// <summary>Four lanes: NEON, which every 64-bit Arm has, and SSE, which every x64 has.</summary>
internal readonly unsafe struct Lanes128 : ILaneOperations<Vector128<uint>>
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    /// <summary>Whether this machine has them.</summary>
    internal static bool IsSupported => Ssse3.IsSupported || AdvSimd.Arm64.IsSupported;

    /// <summary>Where each byte of four big-endian words comes from.</summary>
    internal static Vector128<byte> BigEndian
    {
        [MethodImpl(Inline)]
        get => Vector128.Create((byte)3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12);
    }

    public static int Lanes => Vector128<uint>.Count;

    [MethodImpl(Inline)]
    public static Vector128<uint> Broadcast(uint word) => Vector128.Create(word);

    [MethodImpl(Inline)]
    public static Vector128<uint> Add(Vector128<uint> a, Vector128<uint> b) => a + b;

    [MethodImpl(Inline)]
    public static Vector128<uint> Xor(Vector128<uint> a, Vector128<uint> b) => a ^ b;

    [MethodImpl(Inline)]
    public static Vector128<uint> RotateLeft(Vector128<uint> a, [ConstantExpected] byte bits)
    {
        if (!AdvSimd.IsSupported) return (a << bits) | (a >>> (32 - bits));
        // NEON shifts and inserts at once. Small Arm cores shift in one pipe only and add in both.
        return bits switch
        {
            1 => AdvSimd.ShiftRightAndInsert(a + a, a, 31),
            5 => AdvSimd.ShiftRightAndInsert(a << 5, a, 27),
            _ => AdvSimd.ShiftRightAndInsert(a << 30, a, 2),
        };
    }

    [MethodImpl(Inline)]
    public static Vector128<uint> RotateRight(Vector128<uint> a, [ConstantExpected(Min = (byte)1, Max = (byte)31)] byte right, [ConstantExpected] byte left) =>
        AdvSimd.IsSupported ? AdvSimd.ShiftRightAndInsert(a << left, a, right) : (a >>> right) | (a << left);

    [MethodImpl(Inline)]
    public static Vector128<uint> ShiftRight(Vector128<uint> a, [ConstantExpected] byte bits) => a >>> bits;

    [MethodImpl(Inline)]
    public static Vector128<uint> Parity(Vector128<uint> b, Vector128<uint> c, Vector128<uint> d) => b ^ c ^ d;

    [MethodImpl(Inline)]
    public static Vector128<uint> Choose(Vector128<uint> b, Vector128<uint> c, Vector128<uint> d) =>
        AdvSimd.IsSupported ? AdvSimd.BitwiseSelect(b, c, d) : d ^ (b & (c ^ d));

    [MethodImpl(Inline)]
    public static Vector128<uint> Majority(Vector128<uint> b, Vector128<uint> c, Vector128<uint> d) =>
        AdvSimd.IsSupported ? AdvSimd.BitwiseSelect(b ^ c, d, b) : (b & c) | (d & (b | c));

    [MethodImpl(Inline)]
    public static Vector128<uint> LoadRows(byte* first, nint stride) => Ssse3.IsSupported
        ? Ssse3.Shuffle(Vector128.Load(first), BigEndian).AsUInt32()
        : AdvSimd.ReverseElement8(Vector128.Load((uint*)first));

    [MethodImpl(Inline)]
    public static Vector128<uint> LowWords(Vector128<uint> a, Vector128<uint> b) =>
        Sse2.IsSupported ? Sse2.UnpackLow(a, b) : AdvSimd.Arm64.ZipLow(a, b);

    [MethodImpl(Inline)]
    public static Vector128<uint> HighWords(Vector128<uint> a, Vector128<uint> b) =>
        Sse2.IsSupported ? Sse2.UnpackHigh(a, b) : AdvSimd.Arm64.ZipHigh(a, b);

    [MethodImpl(Inline)]
    public static Vector128<uint> LowPairs(Vector128<uint> a, Vector128<uint> b) => Sse2.IsSupported
        ? Sse2.UnpackLow(a.AsUInt64(), b.AsUInt64()).AsUInt32()
        : AdvSimd.Arm64.ZipLow(a.AsUInt64(), b.AsUInt64()).AsUInt32();

    [MethodImpl(Inline)]
    public static Vector128<uint> HighPairs(Vector128<uint> a, Vector128<uint> b) => Sse2.IsSupported
        ? Sse2.UnpackHigh(a.AsUInt64(), b.AsUInt64()).AsUInt32()
        : AdvSimd.Arm64.ZipHigh(a.AsUInt64(), b.AsUInt64()).AsUInt32();
}
