using System.Numerics;

namespace EdgeSeed.Protocol;

/// <summary>
/// The canonical priority of a connection (BEP 40): both ends compute the same number, and whoever may choose prefers the highest. So all peers
/// of a swarm have equal prospects, and nobody can choose an address that is preferred everywhere.
/// </summary>
public static class PeerPriority
{
    private const byte PartMask = 0x55;

    /// <summary>
    /// The CRC32-C of both addresses, the lesser first, masked behind the prefix that tells them apart; of both ports for the same address. The
    /// order of the two does not matter.
    /// </summary>
    public static uint Of(in PeerEndPoint first, in PeerEndPoint second)
    {
        Span<byte> one = stackalloc byte[16], other = stackalloc byte[16];
        first.WriteAddress(one);
        second.WriteAddress(other);
        if (one.SequenceEqual(other)) return OfPorts(Math.Min(first.Port, second.Port), Math.Max(first.Port, second.Port));
        bool isIPv4 = first.IsIPv4 && second.IsIPv4;
        if (isIPv4)
        {
            one = one[12..];
            other = other[12..];
        }
        int whole = isIPv4 ? 2 : 6;
        while (whole < one.Length && one[..whole].SequenceEqual(other[..whole])) whole++;
        for (int i = whole; i < one.Length; i++)
        {
            one[i] &= PartMask;
            other[i] &= PartMask;
        }
        bool isInOrder = one.SequenceCompareTo(other) < 0;
        uint sum = Add(uint.MaxValue, isInOrder ? one : other);
        return ~Add(sum, isInOrder ? other : one);
    }

    private static uint OfPorts(int low, int high)
    {
        ReadOnlySpan<byte> ports = [(byte)(low >> 8), (byte)low, (byte)(high >> 8), (byte)high];
        return ~Add(uint.MaxValue, ports);
    }

    private static uint Add(uint sum, ReadOnlySpan<byte> bytes)
    {
        foreach (byte next in bytes) sum = BitOperations.Crc32C(sum, next);
        return sum;
    }
}
