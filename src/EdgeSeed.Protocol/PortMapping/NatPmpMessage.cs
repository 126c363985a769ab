using System.Buffers.Binary;
using System.Net;

namespace EdgeSeed.Protocol.PortMapping;

/// <summary>The requests of the NAT Port Mapping Protocol and their answers (RFC 6886). Numbers are big-endian, addresses IPv4.</summary>
public static class NatPmpMessage
{
    /// <summary>Bytes of a request for the outer address.</summary>
    public const int AddressBytes = 2;

    /// <summary>Bytes of a request to forward a port.</summary>
    public const int MapBytes = 12;

    private const int AddressReplyBytes = 12, MapReplyBytes = 16;
    private const byte Version = 0, Answer = 0x80;

    /// <summary>Writes the question for the router's outer address.</summary>
    /// <param name="to">At least <see cref="AddressBytes"/> long.</param>
    public static void WriteAddress(Span<byte> to) => to[..AddressBytes].Clear();

    /// <summary>Writes a request to forward a port, or with a lifetime of 0 to end that.</summary>
    /// <param name="to">At least <see cref="MapBytes"/> long.</param>
    /// <param name="protocol">Which traffic.</param>
    /// <param name="port">The port here, and the one wanted outside.</param>
    /// <param name="lifetimeSeconds">For how long.</param>
    public static void WriteMap(Span<byte> to, MappedProtocol protocol, ushort port, uint lifetimeSeconds)
    {
        to = to[..MapBytes];
        to.Clear();
        to[1] = Operation(protocol);
        BinaryPrimitives.WriteUInt16BigEndian(to[4..], port);
        // An end of forwarding names no outer port (RFC 6886, 3.4).
        BinaryPrimitives.WriteUInt16BigEndian(to[6..], lifetimeSeconds == 0 ? (ushort)0 : port);
        BinaryPrimitives.WriteUInt32BigEndian(to[8..], lifetimeSeconds);
    }

    /// <summary>Reads the answer with the outer address; false for anything else, and for an error.</summary>
    public static bool TryReadAddress(ReadOnlySpan<byte> packet, out IPAddress address)
    {
        bool isAnswer = packet.Length == AddressReplyBytes && packet[0] == Version && packet[1] == Answer && packet[2..4].IndexOfAnyExcept((byte)0) < 0;
        address = isAnswer ? new IPAddress(packet.Slice(8, 4)) : IPAddress.None;
        return isAnswer;
    }

    /// <summary>Reads the answer to a request to forward a port; false for anything else.</summary>
    /// <param name="packet">What came from the router.</param>
    /// <param name="protocol">As it was asked for.</param>
    /// <param name="port">As it was asked for.</param>
    /// <param name="reply">The answer; after an error only the error number.</param>
    public static bool TryReadMap(ReadOnlySpan<byte> packet, MappedProtocol protocol, ushort port, out MapReply reply)
    {
        reply = default;
        if (packet.Length < 4 || packet[0] != Version || packet[1] != (Operation(protocol) | Answer)) return false;
        ushort result = BinaryPrimitives.ReadUInt16BigEndian(packet[2..]);
        if (result != 0)
        {
            reply = new MapReply(result, 0, 0, null);
            return true;
        }
        if (packet.Length != MapReplyBytes || BinaryPrimitives.ReadUInt16BigEndian(packet[8..]) != port) return false;
        reply = new MapReply(0, BinaryPrimitives.ReadUInt16BigEndian(packet[10..]), BinaryPrimitives.ReadUInt32BigEndian(packet[12..]), null);
        return true;
    }

    private static byte Operation(MappedProtocol protocol) => protocol == MappedProtocol.Udp ? (byte)1 : (byte)2;
}
