namespace EdgeSeed.Engine.Budget;

/// <summary>What sending bytes costs on the wire beyond the bytes themselves.</summary>
public static class PacketOverhead
{
    /// <summary>
    /// Ethernet 14, IPv4 20, TCP 20 with its timestamp option 12: bytes added to each TCP segment. IPv6 adds 20 more, which we forgive.
    /// </summary>
    public const int SegmentBytes = 66;

    /// <summary>Ethernet 14, IPv4 20, UDP 8: bytes added to each datagram.</summary>
    public const int DatagramBytes = 42;

    /// <summary>Payload of one TCP segment over Ethernet, where the socket does not tell.</summary>
    public const int DefaultSegmentPayload = 1448;

    /// <summary>What opening and closing one TCP connection costs: SYN+ACK, a few bare ACKs, FIN.</summary>
    public const int ConnectionBytes = 4 * SegmentBytes;

    /// <summary>What a connection costs that is ended as soon as it has come: SYN+ACK, RST.</summary>
    public const int RefusalBytes = 2 * SegmentBytes;

    /// <summary>Header bytes that the kernel adds to <paramref name="payload"/> bytes sent in one go.</summary>
    /// <param name="payload">Bytes handed to the socket; 0 costs nothing.</param>
    /// <param name="segmentPayload">Payload bytes per segment, as the socket's TCP_MAXSEG tells; at least 1.</param>
    public static int Of(int payload, int segmentPayload) => (payload + segmentPayload - 1) / segmentPayload * SegmentBytes;
}
