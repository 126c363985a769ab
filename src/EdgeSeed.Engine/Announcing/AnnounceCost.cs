using EdgeSeed.Engine.Budget;
using EdgeSeed.Engine.Web;
using EdgeSeed.Protocol.Trackers;

namespace EdgeSeed.Engine.Announcing;

/// <summary>What telling a tracker of a torrent takes on the wire, before it is known exactly: announces are paced by it. The packets themselves are counted as they leave.</summary>
internal static class AnnounceCost
{
    /// <summary>The parameters of an announce and the fields of a request.</summary>
    private const int RequestBytes = 420;

    /// <summary>A client's part of a TLS handshake, tickets and ends of records included.</summary>
    private const int TlsBytes = 900;

    /// <summary>Bytes that leave this machine for one announce.</summary>
    public static int Of(TrackerAddress tracker)
    {
        if (tracker.IsUdp) return UdpRequestHeader.Length + UdpAnnounceRequest.Length + tracker.PathAndQuery.Length + 2 * PacketOverhead.DatagramBytes;
        int request = RequestBytes + tracker.PathAndQuery.Length + tracker.Origin.Length;
        return request + PacketOverhead.ConnectionBytes + PacketOverhead.SegmentBytes + (tracker.Origin.StartsWith("https", StringComparison.Ordinal) ? TlsBytes : 0);
    }
}
