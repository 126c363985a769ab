using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Trackers;
using EdgeSeed.Tracker.Announces;
using EdgeSeed.Tracker.Swarms;

namespace EdgeSeed.Tracker.Udp;

/// <summary>
/// Turns one UDP request into its answer (BEP 15), without a socket. Who has not proven its address with a connection id gets nothing but
/// the answer to a connect request, which is no longer than that: the tracker cannot be used to flood others. Thread-safe.
/// </summary>
/// <param name="handler">Serves announces and scrapes.</param>
/// <param name="time">The clock by which connection ids expire.</param>
public sealed class UdpResponder(AnnounceHandler handler, TimeProvider time)
{
    /// <summary>A longer request is cut off by the socket: room for a scrape of 74 torrents, and for an announce with options (BEP 41).</summary>
    public const int MaxRequestBytes = 1536;

    /// <summary>Room that an answer needs. What is sent is at most 1,452 bytes, so that no packet is fragmented on an Ethernet path.</summary>
    public const int MaxReplyBytes = 1472;

    private const int MaxIPv6Peers = 79;

    private readonly ConnectionIds _ids = new(time);

    /// <summary>Answers a request.</summary>
    /// <param name="packet">The datagram.</param>
    /// <param name="source">Where it came from.</param>
    /// <param name="reply">At least <see cref="MaxReplyBytes"/> bytes.</param>
    /// <returns>The answer's length; 0 for none.</returns>
    public int Respond(ReadOnlySpan<byte> packet, in RequestSource source, Span<byte> reply)
    {
        if (!UdpRequestHeader.TryParse(packet, out UdpRequestHeader header) || source.Client.Port == 0) return 0;
        if (!header.IsConnect && !_ids.IsValid(header.ConnectionId, source.Client)) return 0;
        int room = handler.RoomFor(source.Client);
        if (room == 0) return 0;
        int length = header switch
        {
            { IsConnect: true } => new UdpConnectReply(header.TransactionId, _ids.Issue(source.Client)).Write(reply),
            { Action: UdpTrackerAction.Announce } => Announce(packet, header.TransactionId, source, room, reply),
            { Action: UdpTrackerAction.Scrape } => Scrape(packet, header.TransactionId, source, reply),
            _ => UdpErrorReply.Write(header.TransactionId, "unknown action"u8, reply),
        };
        if (length == 0 || !handler.Fits(length, room)) return 0;
        handler.CountSent(source.Client, length, isDatagram: true);
        return length;
    }

    private int Announce(ReadOnlySpan<byte> packet, uint transactionId, in RequestSource source, int room, Span<byte> reply)
    {
        if (!UdpAnnounceRequest.TryParse(packet, out AnnounceRequest request)) return UdpErrorReply.Write(transactionId, "malformed announce"u8, reply);
        bool isIPv4 = source.Client.IsIPv4;
        Span<byte> peers = reply[UdpAnnounceReply.HeaderLength..];
        var selection = new PeerSelection();
        if (isIPv4) selection.IPv4 = peers;
        else selection.IPv6 = peers[..PeerSelection.IPv6Room(MaxIPv6Peers)];
        AnnounceOutcome outcome = handler.Announce(request, source, ref selection);
        if (outcome.Refusal == Refusal.TooOften) return 0;
        if (outcome.Refusal != Refusal.None) return UdpErrorReply.Write(transactionId, RefusalText.Of(outcome.Refusal), reply);
        selection.Bound(room - UdpAnnounceReply.HeaderLength, PeerEndPoint.CompactIPv4Length, PeerEndPoint.CompactIPv6Length);
        SwarmCounts counts = outcome.Counts;
        int length = new UdpAnnounceReply(transactionId, outcome.IntervalSeconds, counts.Leechers, counts.Seeds).WriteHeader(reply);
        return length + (isIPv4 ? selection.IPv4Peers.Length : selection.IPv6Peers.Length);
    }

    private int Scrape(ReadOnlySpan<byte> packet, uint transactionId, in RequestSource source, Span<byte> reply)
    {
        if (!handler.Admit(source.Client)) return 0;
        if (!handler.Options.AnswersScrapes) return UdpErrorReply.Write(transactionId, RefusalText.NoScrapes, reply);
        if (!UdpScrapeRequest.TryParse(packet, out ReadOnlySpan<byte> infoHashes)) return UdpErrorReply.Write(transactionId, "malformed scrape"u8, reply);
        int length = new UdpReplyHeader(UdpTrackerAction.Scrape, transactionId).Write(reply);
        for (; !infoHashes.IsEmpty; infoHashes = infoHashes[InfoHash.Length..])
        {
            ScrapeCounts counts = handler.Scrape(new InfoHash(infoHashes[..InfoHash.Length]));
            length += UdpScrapeReply.WriteEntry(counts.Complete < 0 ? default : counts, reply[length..]);
        }
        handler.CountScrape();
        return length;
    }
}
