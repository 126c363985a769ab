using System.Buffers.Binary;

namespace EdgeSeed.Protocol;

/// <summary>
/// What counts as one stranger where places are shared out: an IPv4 address, or the /64 of an IPv6 address (RFC 6177: a household has at least that,
/// and a host takes any of it).
/// </summary>
public readonly record struct AddressBlock
{
    private AddressBlock(ulong network, bool isIPv4) => (Network, IsIPv4) = (network, isIPv4);

    /// <summary>The 64 bits of an IPv6 network, or the 32 of an IPv4 address; the first byte highest.</summary>
    public ulong Network { get; }

    /// <summary>Whether it is an IPv4 address.</summary>
    public bool IsIPv4 { get; }

    /// <summary>The block of an address; the port does not matter.</summary>
    public static AddressBlock Of(in PeerEndPoint endPoint)
    {
        if (endPoint.IsIPv4) return new AddressBlock(endPoint.IPv4Address, isIPv4: true);
        Span<byte> address = stackalloc byte[16];
        endPoint.WriteAddress(address);
        return new AddressBlock(BinaryPrimitives.ReadUInt64BigEndian(address), isIPv4: false);
    }
}
