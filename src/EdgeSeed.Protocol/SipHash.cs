using System.Buffers.Binary;
using System.Numerics;
using System.Security.Cryptography;

namespace EdgeSeed.Protocol;

/// <summary>SipHash-2-4 (Aumasson and Bernstein, 2012): a keyed hash made for short inputs that strangers choose.</summary>
public static class SipHash
{
    /// <summary>The hash of a message of any length.</summary>
    public static ulong Compute(ulong key0, ulong key1, ReadOnlySpan<byte> message)
    {
        ulong v0 = key0 ^ 0x736f_6d65_7073_6575, v1 = key1 ^ 0x646f_7261_6e64_6f6d;
        ulong v2 = key0 ^ 0x6c79_6765_6e65_7261, v3 = key1 ^ 0x7465_6462_7974_6573;
        ulong last = (ulong)message.Length << 56;
        for (; message.Length >= 8; message = message[8..])
        {
            ulong word = BinaryPrimitives.ReadUInt64LittleEndian(message);
            v3 ^= word;
            Round(ref v0, ref v1, ref v2, ref v3);
            Round(ref v0, ref v1, ref v2, ref v3);
            v0 ^= word;
        }
        for (int i = 0; i < message.Length; i++) last |= (ulong)message[i] << (8 * i);
        v3 ^= last;
        Round(ref v0, ref v1, ref v2, ref v3);
        Round(ref v0, ref v1, ref v2, ref v3);
        v0 ^= last;
        v2 ^= 0xff;
        for (int i = 0; i < 4; i++) Round(ref v0, ref v1, ref v2, ref v3);
        return v0 ^ v1 ^ v2 ^ v3;
    }

    private static void Round(ref ulong v0, ref ulong v1, ref ulong v2, ref ulong v3)
    {
        v0 += v1;
        v1 = BitOperations.RotateLeft(v1, 13) ^ v0;
        v0 = BitOperations.RotateLeft(v0, 32);
        v2 += v3;
        v3 = BitOperations.RotateLeft(v3, 16) ^ v2;
        v0 += v3;
        v3 = BitOperations.RotateLeft(v3, 21) ^ v0;
        v2 += v1;
        v1 = BitOperations.RotateLeft(v1, 17) ^ v2;
        v2 = BitOperations.RotateLeft(v2, 32);
    }
}

/// <summary>A key of SipHash that nobody else knows.</summary>
/// <param name="First">Its first half.</param>
/// <param name="Second">Its second half.</param>
public readonly record struct SipKey(ulong First, ulong Second)
{
    /// <summary>A new one.</summary>
    public static SipKey Create()
    {
        Span<byte> bytes = stackalloc byte[16];
        RandomNumberGenerator.Fill(bytes);
        return new SipKey(BinaryPrimitives.ReadUInt64LittleEndian(bytes), BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..]));
    }

    /// <summary>The hash of a message of any length.</summary>
    public ulong Sign(ReadOnlySpan<byte> message) => SipHash.Compute(First, Second, message);

    /// <summary>The hash of an address and port, and of a few bytes more.</summary>
    /// <param name="endPoint">The address and port.</param>
    /// <param name="more">At most 8 bytes; of another length for another purpose.</param>
    public ulong Sign(in PeerEndPoint endPoint, ReadOnlySpan<byte> more = default)
    {
        Span<byte> message = stackalloc byte[16 + sizeof(ushort) + sizeof(ulong)];
        endPoint.WriteAddress(message);
        BinaryPrimitives.WriteUInt16LittleEndian(message[16..], endPoint.Port);
        more.CopyTo(message[18..]);
        return Sign(message[..(18 + more.Length)]);
    }
}
