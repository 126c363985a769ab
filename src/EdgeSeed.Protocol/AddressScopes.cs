using System.Buffers.Binary;

namespace EdgeSeed.Protocol;

/// <summary>Sorts addresses by how far away they can be reached.</summary>
public static class AddressScopes
{
    /// <summary>The scope of an IPv4 address in host byte order.</summary>
    public static AddressScope OfIPv4(uint address) => (address >> 24) switch
    {
        0 or 127 => AddressScope.Loopback,
        10 => AddressScope.Site,
        100 when (address >> 22) == 0x6440_0000 >> 22 => AddressScope.Site,
        169 when (address >> 16) == 0xA9FE => AddressScope.Link,
        172 when (address >> 20) == 0xAC1 => AddressScope.Site,
        192 when (address >> 16) == 0xC0A8 => AddressScope.Site,
        _ => AddressScope.Global,
    };

    /// <summary>The scope of an IPv6 address, whose 16 bytes in network order are the two numbers.</summary>
    public static AddressScope OfIPv6(ulong high, ulong low) => high switch
    {
        0 when low is 0 or 1 => AddressScope.Loopback,
        _ when high >> 54 == 0xFE80 >> 6 => AddressScope.Link,
        _ when high >> 57 == 0xFC >> 1 => AddressScope.Site,
        _ => AddressScope.Global,
    };

    /// <summary>The scope of a peer's address.</summary>
    public static AddressScope Of(in PeerEndPoint peer)
    {
        if (peer.IsIPv4) return OfIPv4(peer.IPv4Address);
        Span<byte> bytes = stackalloc byte[16];
        peer.WriteAddress(bytes);
        return OfIPv6(BinaryPrimitives.ReadUInt64BigEndian(bytes), BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]));
    }

    /// <summary>Whether an address can be that of one machine: neither a group's nor the empty one (0.0.0.0/8, ::).</summary>
    public static bool IsOneMachine(in PeerEndPoint peer)
    {
        if (peer.IsIPv4) return peer.IPv4Address >> 24 != 0 && !IsGroup(peer);
        Span<byte> bytes = stackalloc byte[16];
        peer.WriteAddress(bytes);
        return bytes.ContainsAnyExcept((byte)0) && !IsGroup(peer);
    }

    /// <summary>Whether an address is that of a group (224.0.0.0/4 and above, ff00::/8) and no single machine's.</summary>
    public static bool IsGroup(in PeerEndPoint peer)
    {
        if (peer.IsIPv4) return peer.IPv4Address >> 28 >= 0xE;
        Span<byte> bytes = stackalloc byte[16];
        peer.WriteAddress(bytes);
        return bytes[0] == 0xFF;
    }
}
