using System.Buffers.Binary;

namespace EdgeSeed.Protocol.Trackers;

/// <summary>The answer to a connect request (BEP 15): 16 bytes, never more than the request had.</summary>
/// <param name="TransactionId">The request's.</param>
/// <param name="ConnectionId">To be sent with further requests; clients use it for a minute, trackers accept it for two.</param>
public readonly record struct UdpConnectReply(uint TransactionId, ulong ConnectionId)
{
    /// <summary>Bytes of the packet.</summary>
    public const int Length = 16;

    /// <summary>Reads the packet; false when it is another or shorter.</summary>
    public static bool TryParse(ReadOnlySpan<byte> packet, out UdpConnectReply reply)
    {
        bool isWanted = UdpReplyHeader.TryParse(packet, UdpTrackerAction.Connect, Length, out uint transactionId);
        reply = isWanted ? new UdpConnectReply(transactionId, BinaryPrimitives.ReadUInt64BigEndian(packet[8..])) : default;
        return isWanted;
    }

    /// <summary>Writes the packet and returns <see cref="Length"/>.</summary>
    public int Write(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt64BigEndian(destination[8..], ConnectionId);
        new UdpReplyHeader(UdpTrackerAction.Connect, TransactionId).Write(destination);
        return Length;
    }
}
