namespace EdgeSeed.Protocol.Trackers;

/// <summary>A UDP scrape (BEP 15): the request header, then 20 bytes for each torrent.</summary>
public static class UdpScrapeRequest
{
    /// <summary>Torrents in one scrape, the number that fits a packet; a scrape of more is refused.</summary>
    public const int MaxInfoHashes = ScrapeQuery.MaxInfoHashes;

    /// <summary>Reads a scrape; the header has been read and the connection id checked by the caller.</summary>
    /// <param name="packet">The whole datagram.</param>
    /// <param name="infoHashes">The info-hashes, 20 bytes each, in the order of the answer; repetitions are answered as often as
    /// asked.</param>
    /// <returns>False when the packet is not a scrape, names no torrent or too many. Up to 19 bytes behind the last are ignored.</returns>
    public static bool TryParse(ReadOnlySpan<byte> packet, out ReadOnlySpan<byte> infoHashes)
    {
        infoHashes = default;
        if (!UdpRequestHeader.TryParse(packet, out UdpRequestHeader header) || header.Action != UdpTrackerAction.Scrape) return false;
        int count = (packet.Length - UdpRequestHeader.Length) / InfoHash.Length;
        if (count is 0 or > MaxInfoHashes) return false;
        infoHashes = packet.Slice(UdpRequestHeader.Length, count * InfoHash.Length);
        return true;
    }

    /// <summary>Writes a scrape and returns its length.</summary>
    /// <param name="connectionId">From the tracker's <see cref="UdpConnectReply"/>.</param>
    /// <param name="transactionId">Any number; random, so that strangers cannot forge the answer.</param>
    /// <param name="infoHashes">One to <see cref="MaxInfoHashes"/> torrents.</param>
    /// <param name="destination">At least 16 bytes and 20 for each torrent.</param>
    public static int Write(ulong connectionId, uint transactionId, ReadOnlySpan<InfoHash> infoHashes, Span<byte> destination)
    {
        int length = new UdpRequestHeader(connectionId, UdpTrackerAction.Scrape, transactionId).Write(destination);
        foreach (ref readonly InfoHash infoHash in infoHashes)
        {
            infoHash.Span.CopyTo(destination[length..]);
            length += InfoHash.Length;
        }
        return length;
    }
}
