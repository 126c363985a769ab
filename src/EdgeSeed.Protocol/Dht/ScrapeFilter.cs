using System.Security.Cryptography;

namespace EdgeSeed.Protocol.Dht;

/// <summary>A Bloom filter of addresses (BEP 33), from which who asks many nodes estimates how many peers there are: 2,048 bits, two an address.</summary>
public static class ScrapeFilter
{
    /// <summary>Bytes of a filter.</summary>
    public const int Length = 256;

    private const int Bits = Length * 8;

    /// <summary>Puts an address in.</summary>
    /// <param name="filter">Exactly <see cref="Length"/> bytes.</param>
    /// <param name="address">The port does not matter.</param>
    public static void Add(Span<byte> filter, in PeerEndPoint address)
    {
        Span<byte> bytes = stackalloc byte[16], hash = stackalloc byte[SHA1.HashSizeInBytes];
        address.WriteAddress(bytes);
        SHA1.HashData(address.IsIPv4 ? bytes[12..] : bytes, hash);
        Set(filter, (hash[0] | hash[1] << 8) % Bits);
        Set(filter, (hash[2] | hash[3] << 8) % Bits);
    }

    private static void Set(Span<byte> filter, int bit) => filter[bit / 8] |= (byte)(1 << (bit % 8));
}
