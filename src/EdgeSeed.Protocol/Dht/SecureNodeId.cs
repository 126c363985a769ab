using System.Numerics;

namespace EdgeSeed.Protocol.Dht;

/// <summary>
/// Names of nodes that follow from their address (BEP 42): the first 21 bits are a checksum of it, so that nobody can choose where among the nodes he
/// comes to stand. Whoever has one address has eight places, and a range of addresses no more than its size gives.
/// </summary>
public static class SecureNodeId
{
    /// <summary>Of the last byte of a name this many bits choose among the places that an address has.</summary>
    private const byte ChoiceMask = 0x07;

    /// <summary>Of the third byte these bits still belong to the checksum.</summary>
    private const byte ThirdMask = 0xF8;

    private static ReadOnlySpan<byte> IPv4Mask => [0x03, 0x0F, 0x3F, 0xFF];

    private static ReadOnlySpan<byte> IPv6Mask => [0x01, 0x03, 0x07, 0x0F, 0x1F, 0x3F, 0x7F, 0xFF];

    /// <summary>A name for a node at an address.</summary>
    /// <param name="address">How the world sees it; the port does not matter.</param>
    /// <param name="random">Chooses what is free.</param>
    public static NodeId Create(in PeerEndPoint address, Random random)
    {
        ArgumentNullException.ThrowIfNull(random);
        Span<byte> id = stackalloc byte[NodeId.Length];
        random.NextBytes(id);
        uint sum = Sum(address, id[^1]);
        (id[0], id[1], id[2]) = ((byte)(sum >> 24), (byte)(sum >> 16), (byte)((byte)(sum >> 8) & ThirdMask | id[2] & ~ThirdMask));
        return new NodeId(id);
    }

    /// <summary>Whether a node may have a name at its address. Those of no outer address may have any.</summary>
    public static bool IsOf(in NodeId id, in PeerEndPoint address)
    {
        if (AddressScopes.Of(address) != AddressScope.Global) return true;
        Span<byte> bytes = stackalloc byte[NodeId.Length];
        id.Write(bytes);
        uint sum = Sum(address, bytes[^1]);
        return bytes[0] == (byte)(sum >> 24) && bytes[1] == (byte)(sum >> 16) && ((bytes[2] ^ (byte)(sum >> 8)) & ThirdMask) == 0;
    }

    private static uint Sum(in PeerEndPoint address, byte choice)
    {
        Span<byte> all = stackalloc byte[16];
        address.WriteAddress(all);
        ReadOnlySpan<byte> mask = address.IsIPv4 ? IPv4Mask : IPv6Mask;
        Span<byte> part = address.IsIPv4 ? all[12..] : all[..8];
        for (int i = 0; i < part.Length; i++) part[i] &= mask[i];
        part[0] |= (byte)((choice & ChoiceMask) << 5);
        uint sum = uint.MaxValue;
        foreach (byte next in part) sum = BitOperations.Crc32C(sum, next);
        return ~sum;
    }
}
