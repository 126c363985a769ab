using System.Buffers.Binary;
using EdgeSeed.Protocol;

namespace EdgeSeed.Tracker.Announces;

/// <summary>An address of the box in one of its networks.</summary>
/// <param name="Address">The address; the port means nothing.</param>
/// <param name="PrefixLength">Bits that all addresses of this network share: 0 to 32 for IPv4, to 128 for IPv6.</param>
public readonly record struct InterfaceAddress(PeerEndPoint Address, int PrefixLength)
{
    /// <summary>Whether a client is in the same network.</summary>
    public bool IsNeighbour(in PeerEndPoint client)
    {
        if (client.IsIPv4 != Address.IsIPv4) return false;
        Span<byte> mine = stackalloc byte[16], theirs = stackalloc byte[16];
        Address.WriteAddress(mine);
        client.WriteAddress(theirs);
        UInt128 difference = BinaryPrimitives.ReadUInt128BigEndian(mine) ^ BinaryPrimitives.ReadUInt128BigEndian(theirs);
        int bits = Math.Clamp(PrefixLength + (Address.IsIPv4 ? 96 : 0), 0, 128);
        return bits == 0 || difference >> (128 - bits) == 0;
    }
}
