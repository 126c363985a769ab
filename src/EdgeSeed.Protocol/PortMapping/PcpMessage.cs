using System.Buffers.Binary;
using System.Net;

namespace EdgeSeed.Protocol.PortMapping;

/// <summary>The MAP request of the Port Control Protocol and its answer (RFC 6887). Numbers are big-endian, addresses IPv6 or IPv4-mapped.</summary>
public static class PcpMessage
{
    /// <summary>UDP port on which a router listens; NAT-PMP has the same.</summary>
    public const int RouterPort = 5351;

    /// <summary>Bytes of a MAP request and of its answer: a header of 24, then 36.</summary>
    public const int MapBytes = HeaderBytes + 36;

    /// <summary>Bytes of the nonce by which only its maker can change a mapping.</summary>
    public const int NonceBytes = 12;

    /// <summary>Bytes of the longest packet (RFC 6887, 7).</summary>
    public const int MaxBytes = 1100;

    private const int HeaderBytes = 24;
    private const byte Version = 2, Map = 1, Answer = 0x80;

    /// <summary>Writes a request to forward a port, or with a lifetime of 0 to end that.</summary>
    /// <param name="to">At least <see cref="MapBytes"/> long.</param>
    /// <param name="client">This machine, as the router sees it.</param>
    /// <param name="nonce"><see cref="NonceBytes"/> bytes, the same for each request about one mapping.</param>
    /// <param name="protocol">Which traffic.</param>
    /// <param name="port">The port here, and the one wanted outside.</param>
    /// <param name="lifetimeSeconds">For how long.</param>
    public static void WriteMap(Span<byte> to, IPAddress client, ReadOnlySpan<byte> nonce, MappedProtocol protocol, ushort port, uint lifetimeSeconds)
    {
        ArgumentNullException.ThrowIfNull(client);
        to = to[..MapBytes];
        to.Clear();
        (to[0], to[1]) = (Version, Map);
        BinaryPrimitives.WriteUInt32BigEndian(to[4..], lifetimeSeconds);
        client.MapToIPv6().TryWriteBytes(to[8..], out _);
        nonce[..NonceBytes].CopyTo(to[HeaderBytes..]);
        to[36] = (byte)protocol;
        BinaryPrimitives.WriteUInt16BigEndian(to[40..], port);
        BinaryPrimitives.WriteUInt16BigEndian(to[42..], port);
        // An IPv4 address of any value is asked for (RFC 6887, 11.1): ::ffff:0.0.0.0, or :: for IPv6.
        if (client.MapToIPv6().IsIPv4MappedToIPv6) to[54..56].Fill(0xff);
    }

    /// <summary>Reads the answer to a request. False for anything else, and for the answer to somebody else's request.</summary>
    /// <param name="packet">What came from the router.</param>
    /// <param name="nonce">As it was sent.</param>
    /// <param name="protocol">As it was asked for.</param>
    /// <param name="port">As it was asked for.</param>
    /// <param name="reply">The answer.</param>
    public static bool TryReadMap(ReadOnlySpan<byte> packet, ReadOnlySpan<byte> nonce, MappedProtocol protocol, ushort port, out MapReply reply)
    {
        reply = default;
        bool isAnswer = packet.Length is >= MapBytes and <= MaxBytes && packet[0] == Version && packet[1] == (Map | Answer);
        if (!isAnswer || !packet.Slice(HeaderBytes, NonceBytes).SequenceEqual(nonce) || packet[36] != (byte)protocol) return false;
        if (BinaryPrimitives.ReadUInt16BigEndian(packet[40..]) != port) return false;
        var outside = new IPAddress(packet.Slice(44, 16));
        reply = new MapReply(
            packet[3], BinaryPrimitives.ReadUInt16BigEndian(packet[42..]), BinaryPrimitives.ReadUInt32BigEndian(packet[4..]),
            outside.IsIPv4MappedToIPv6 ? outside.MapToIPv4() : outside);
        return true;
    }

    /// <summary>Whether a packet says that the router speaks only an older version, which is NAT-PMP (RFC 6887, 9; RFC 6886, 3.5).</summary>
    public static bool IsOtherVersion(ReadOnlySpan<byte> packet) => packet.Length >= 4 && packet[0] < Version;
}
