using System.Buffers.Binary;

namespace EdgeSeed.Protocol.Trackers;

/// <summary>The 16 bytes that every UDP tracker request begins with (BEP 15), big-endian.</summary>
/// <param name="ConnectionId">What the tracker gave out, or <see cref="ConnectProtocolId"/> in a connect request.</param>
/// <param name="Action">What is asked; any number a stranger likes to send.</param>
/// <param name="TransactionId">Chosen by the client and returned to it.</param>
public readonly record struct UdpRequestHeader(ulong ConnectionId, UdpTrackerAction Action, uint TransactionId)
{
    /// <summary>Bytes of the header. A connect request is the header and nothing else.</summary>
    public const int Length = 16;

    /// <summary>The constant by which a connect request is known.</summary>
    public const ulong ConnectProtocolId = 0x0000_0417_2710_1980;

    /// <summary>Whether this is a well-formed connect request; bytes after it are allowed (BEP 15).</summary>
    public bool IsConnect => Action == UdpTrackerAction.Connect && ConnectionId == ConnectProtocolId;

    /// <summary>A connect request.</summary>
    public static UdpRequestHeader Connect(uint transactionId) => new(ConnectProtocolId, UdpTrackerAction.Connect, transactionId);

    /// <summary>Reads the header; false when the packet is shorter.</summary>
    public static bool TryParse(ReadOnlySpan<byte> packet, out UdpRequestHeader header)
    {
        header = default;
        if (packet.Length < Length) return false;
        header = new UdpRequestHeader(
            BinaryPrimitives.ReadUInt64BigEndian(packet),
            (UdpTrackerAction)BinaryPrimitives.ReadUInt32BigEndian(packet[8..]),
            BinaryPrimitives.ReadUInt32BigEndian(packet[12..]));
        return true;
    }

    /// <summary>Writes the header and returns <see cref="Length"/>.</summary>
    public int Write(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt32BigEndian(destination[12..], TransactionId);
        BinaryPrimitives.WriteUInt32BigEndian(destination[8..], (uint)Action);
        BinaryPrimitives.WriteUInt64BigEndian(destination, ConnectionId);
        return Length;
    }
}
