using System.Buffers.Binary;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using EdgeSeed.Linux;

namespace EdgeSeed.Storage.Hashing.Lanes;

/// <summary>
/// SHA-1 (FIPS 180-4) of several messages of one length at once, each in a lane of the machine's vectors. One message's steps wait for one
/// another; those of several do not, so that all together take hardly longer than one. Not thread-safe.
/// </summary>
internal abstract class LaneSha1
{
    /// <summary>Bytes of a block.</summary>
    internal const int BlockBytes = 64;

    /// <summary>Bytes of a digest.</summary>
    internal const int DigestBytes = System.Security.Cryptography.SHA1.HashSizeInBytes;

    /// <summary>Most messages at once, on any machine.</summary>
    internal const int MaxLanes = 16;

    private const byte EndMark = 0x80;
    private const int TailStride = 2 * BlockBytes;

    private readonly byte[] _tails;
    private long _length;

    private protected LaneSha1(int lanes) => (Lanes, _tails) = (lanes, new byte[lanes * TailStride]);

    /// <summary>
    /// How many messages this machine hashes fastest at once, by its instructions; 1 where the framework's SHA-1, one message at a time, is
    /// faster: that is where the processor has SHA-1 instructions, unless it also has vectors wide enough to beat them.
    /// </summary>
    internal static int FastestLanes { get; } = ChooseLanes();

    /// <summary>Messages that are hashed at once.</summary>
    internal int Lanes { get; }

    /// <summary>For so many lanes; null where the machine, or the processor this was compiled for, has no such vectors.</summary>
    /// <param name="lanes">4, 8 or 16; null for everything else.</param>
    internal static LaneSha1? Create(int lanes)
    {
        if (Vector512.IsHardwareAccelerated && lanes == Vector512<uint>.Count) return new LaneSha1<Lanes512, Vector512<uint>>();
        if (Vector256.IsHardwareAccelerated && lanes == Vector256<uint>.Count) return new LaneSha1<Lanes256, Vector256<uint>>();
        return Lanes128.IsSupported && lanes == Vector128<uint>.Count ? new LaneSha1<Lanes128, Vector128<uint>>() : null;
    }

    /// <summary>Takes the next bytes of every message.</summary>
    /// <param name="rows">The messages' bytes, borrowed; what lies between them is not read.</param>
    /// <param name="stride">Bytes from one message's to the next's; a multiple of 4,096 makes them push each other out of the processor's cache.</param>
    /// <param name="length">Bytes of each message: a multiple of <see cref="BlockBytes"/> in every call but the last.</param>
    internal unsafe void Append(ReadOnlySpan<byte> rows, int stride, int length)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(stride, length);
        ArgumentOutOfRangeException.ThrowIfLessThan((long)rows.Length, ((long)stride * (Lanes - 1)) + length);
        if (_length % BlockBytes != 0) throw new InvalidOperationException("The end of the messages was appended already.");
        int rest = length % BlockBytes;
        fixed (byte* first = rows) Compress(first, stride, length / BlockBytes);
        for (int i = 0; i < Lanes && rest > 0; i++) rows.Slice((i * stride) + length - rest, rest).CopyTo(_tails.AsSpan(i * TailStride));
        _length += length;
    }

    /// <summary>Gives the digests and begins anew.</summary>
    /// <param name="digests">Takes <see cref="DigestBytes"/> a message, in order.</param>
    internal unsafe void Finish(Span<byte> digests)
    {
        int rest = (int)(_length % BlockBytes);
        int blocks = rest + 1 + sizeof(long) <= BlockBytes ? 1 : 2;
        for (int i = 0; i < Lanes; i++)
        {
            Span<byte> tail = _tails.AsSpan(i * TailStride, blocks * BlockBytes);
            tail[rest..].Clear();
            tail[rest] = EndMark;
            BinaryPrimitives.WriteInt64BigEndian(tail[^sizeof(long)..], _length * 8);
        }
        fixed (byte* first = _tails) Compress(first, TailStride, blocks);
        TakeState(digests);
        _length = 0;
    }

    private protected abstract unsafe void Compress(byte* first, nint stride, int blocks);

    private protected abstract void TakeState(Span<byte> digests);

    private static int ChooseLanes()
    {
        if (Vector512.IsHardwareAccelerated) return Vector512<uint>.Count;
        if (Vector256.IsHardwareAccelerated) return Vector256<uint>.Count;
        return Lanes128.IsSupported && !HasSha1Instructions() ? Vector128<uint>.Count : 1;
    }

    // Not by Sha1.IsSupported: a native Arm binary for every processor was compiled to say no.
    private static bool HasSha1Instructions() =>
        AdvSimd.IsSupported ? (Libc.AuxiliaryValue(Libc.AuxiliaryHardware) & Libc.ArmHasSha1) != 0 : HasShaExtensions();

    /// <summary>Whether an x64 has instructions for SHA-1 and SHA-256, which come together.</summary>
    internal static bool HasShaExtensions()
    {
        const int extendedFeatures = 7;
        const int shaBit = 1 << 29;
        return X86Base.IsSupported && X86Base.CpuId(0, 0).Eax >= extendedFeatures && (X86Base.CpuId(extendedFeatures, 0).Ebx & shaBit) != 0;
    }
}
