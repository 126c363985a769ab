using System.Buffers.Binary;
using System.Runtime.InteropServices;
using EdgeSeed.Protocol;

namespace EdgeSeed.Engine.Sockets;

/// <summary>The kernel's <c>sockaddr_in</c> and <c>sockaddr_in6</c>: family in host order, port and address in network order.</summary>
internal static class SocketAddress
{
    /// <summary>Bytes that hold either.</summary>
    public const int MaximumLength = 28;

    private const int IPv4Length = 16;
    private const int PortOffset = 2;
    private const int IPv4AddressOffset = 4;
    private const int IPv6AddressOffset = 8;

    /// <summary>Writes an address for a socket of the given family; an IPv4 address becomes IPv4-mapped for an IPv6 socket.</summary>
    /// <returns>Bytes written.</returns>
    public static int Write(Span<byte> destination, PeerEndPoint endPoint, int family)
    {
        destination[..MaximumLength].Clear();
        MemoryMarshal.Write(destination, (ushort)family);
        BinaryPrimitives.WriteUInt16BigEndian(destination[PortOffset..], endPoint.Port);
        if (family == Libc.IPv4Family)
        {
            BinaryPrimitives.WriteUInt32BigEndian(destination[IPv4AddressOffset..], endPoint.IPv4Address);
            return IPv4Length;
        }
        endPoint.WriteAddress(destination[IPv6AddressOffset..]);
        return MaximumLength;
    }

    /// <summary>Reads what the kernel wrote.</summary>
    public static PeerEndPoint Read(ReadOnlySpan<byte> source)
    {
        ushort port = BinaryPrimitives.ReadUInt16BigEndian(source[PortOffset..]);
        return MemoryMarshal.Read<ushort>(source) == Libc.IPv4Family
            ? PeerEndPoint.FromIPv4(BinaryPrimitives.ReadUInt32BigEndian(source[IPv4AddressOffset..]), port)
            : PeerEndPoint.FromIPv6(source.Slice(IPv6AddressOffset, 16), port);
    }
}
