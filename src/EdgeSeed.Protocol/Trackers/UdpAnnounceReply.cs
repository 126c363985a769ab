using System.Buffers.Binary;

namespace EdgeSeed.Protocol.Trackers;

/// <summary>The answer to a UDP announce (BEP 15): 20 bytes, big-endian, then compact peers of the family the request came over.</summary>
/// <param name="TransactionId">The request's.</param>
/// <param name="IntervalSeconds">When to announce again.</param>
/// <param name="Leechers">Peers that are not complete.</param>
/// <param name="Seeders">Peers that are.</param>
public readonly record struct UdpAnnounceReply(uint TransactionId, int IntervalSeconds, int Leechers, int Seeders)
{
    /// <summary>Bytes before the peers.</summary>
    public const int HeaderLength = 20;

    /// <summary>Reads an answer; false when it is another or shorter.</summary>
    /// <param name="packet">The whole datagram.</param>
    /// <param name="reply">The counts; negative numbers are read as 0.</param>
    /// <param name="peers">The compact peers, 6 bytes each over IPv4 and 18 over IPv6, for <see cref="CompactPeers"/>; an incomplete last
    /// one is still in it.</param>
    public static bool TryParse(ReadOnlySpan<byte> packet, out UdpAnnounceReply reply, out ReadOnlySpan<byte> peers)
    {
        bool isWanted = UdpReplyHeader.TryParse(packet, UdpTrackerAction.Announce, HeaderLength, out uint transactionId);
        reply = isWanted
            ? new UdpAnnounceReply(transactionId, ReadCount(packet[8..]), ReadCount(packet[12..]), ReadCount(packet[16..]))
            : default;
        peers = isWanted ? packet[HeaderLength..] : default;
        return isWanted;
    }

    /// <summary>Writes all but the peers and returns <see cref="HeaderLength"/>; the peers go right behind.</summary>
    public int WriteHeader(Span<byte> destination)
    {
        BinaryPrimitives.WriteInt32BigEndian(destination[16..], Seeders);
        BinaryPrimitives.WriteInt32BigEndian(destination[12..], Leechers);
        BinaryPrimitives.WriteInt32BigEndian(destination[8..], IntervalSeconds);
        new UdpReplyHeader(UdpTrackerAction.Announce, TransactionId).Write(destination);
        return HeaderLength;
    }

    private static int ReadCount(ReadOnlySpan<byte> field) => Math.Max(0, BinaryPrimitives.ReadInt32BigEndian(field));
}
