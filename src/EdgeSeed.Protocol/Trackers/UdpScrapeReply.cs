using System.Buffers.Binary;

namespace EdgeSeed.Protocol.Trackers;

/// <summary>The answer to a UDP scrape (BEP 15): the answer header, then 12 bytes for each torrent in the order asked.</summary>
public static class UdpScrapeReply
{
    /// <summary>Bytes for each torrent: seeders, completed, leechers, 32 bits each, big-endian.</summary>
    public const int EntryLength = 12;

    /// <summary>Reads an answer; false when it is another.</summary>
    /// <param name="packet">The whole datagram.</param>
    /// <param name="transactionId">The request's.</param>
    /// <param name="entries">Whole entries for <see cref="ReadEntry"/>; as many as came, which may be fewer than were asked for.</param>
    public static bool TryParse(ReadOnlySpan<byte> packet, out uint transactionId, out ReadOnlySpan<byte> entries)
    {
        bool isWanted = UdpReplyHeader.TryParse(packet, UdpTrackerAction.Scrape, UdpReplyHeader.Length, out transactionId);
        int length = Math.Max(0, packet.Length - UdpReplyHeader.Length) / EntryLength * EntryLength;
        entries = isWanted ? packet.Slice(UdpReplyHeader.Length, length) : default;
        return isWanted;
    }

    /// <summary>Reads one torrent's counts from 12 bytes; negative numbers are read as 0.</summary>
    public static ScrapeCounts ReadEntry(ReadOnlySpan<byte> entry) => new(
        Complete: Math.Max(0, BinaryPrimitives.ReadInt32BigEndian(entry)),
        Incomplete: Math.Max(0, BinaryPrimitives.ReadInt32BigEndian(entry[8..])),
        Downloaded: Math.Max(0, BinaryPrimitives.ReadInt32BigEndian(entry[4..])));

    /// <summary>Writes one torrent's counts and returns <see cref="EntryLength"/>. The header is a <see cref="UdpReplyHeader"/>.</summary>
    public static int WriteEntry(in ScrapeCounts counts, Span<byte> destination)
    {
        BinaryPrimitives.WriteInt32BigEndian(destination[8..], counts.Incomplete);
        BinaryPrimitives.WriteInt32BigEndian(destination[4..], counts.Downloaded);
        BinaryPrimitives.WriteInt32BigEndian(destination, counts.Complete);
        return EntryLength;
    }
}
