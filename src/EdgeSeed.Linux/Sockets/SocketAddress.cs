using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace EdgeSeed.Linux.Sockets;

/// <summary>The kernel's <c>sockaddr_in</c> and <c>sockaddr_in6</c>: family in host order, port and address in network order.</summary>
internal static class SocketAddress
{
    /// <summary>Bytes that hold either.</summary>
    public const int MaximumLength = 28;

    private const int IPv4Length = 16;
    private const int PortOffset = 2;
    private const int IPv4AddressOffset = 4;
    private const int IPv6AddressOffset = 8;

    /// <summary>Writes an address for a socket of the given family.</summary>
    /// <param name="destination"><see cref="MaximumLength"/> bytes.</param>
    /// <param name="address">16 bytes in network order, IPv4 as IPv4-mapped; of that, an IPv4 socket gets the last four.</param>
    /// <param name="port">In host order.</param>
    /// <param name="family"><see cref="Libc.IPv4Family"/> or <see cref="Libc.IPv6Family"/>.</param>
    /// <returns>Bytes written.</returns>
    public static int Write(Span<byte> destination, ReadOnlySpan<byte> address, ushort port, int family)
    {
        destination[..MaximumLength].Clear();
        MemoryMarshal.Write(destination, (ushort)family);
        BinaryPrimitives.WriteUInt16BigEndian(destination[PortOffset..], port);
        if (family == Libc.IPv4Family)
        {
            address.Slice(12, 4).CopyTo(destination[IPv4AddressOffset..]);
            return IPv4Length;
        }
        address[..16].CopyTo(destination[IPv6AddressOffset..]);
        return MaximumLength;
    }

    /// <summary>Reads what the kernel wrote.</summary>
    /// <param name="source">As much as it wrote, or more.</param>
    /// <param name="port">In host order; 0 for another family.</param>
    /// <returns>The 4 or 16 bytes of the address in network order, within <paramref name="source"/>; none for another family.</returns>
    public static ReadOnlySpan<byte> Read(ReadOnlySpan<byte> source, out ushort port)
    {
        port = 0;
        if (source.Length < IPv4Length) return [];
        int family = MemoryMarshal.Read<ushort>(source);
        bool isIPv6 = family == Libc.IPv6Family && source.Length >= MaximumLength;
        if (!isIPv6 && family != Libc.IPv4Family) return [];
        port = BinaryPrimitives.ReadUInt16BigEndian(source[PortOffset..]);
        return isIPv6 ? source.Slice(IPv6AddressOffset, 16) : source.Slice(IPv4AddressOffset, 4);
    }
}
