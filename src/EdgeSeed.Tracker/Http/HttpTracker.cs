using System.Buffers;
using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Trackers;
using EdgeSeed.Tracker.Announces;
using EdgeSeed.Tracker.Swarms;

namespace EdgeSeed.Tracker.Http;

/// <summary>
/// The HTTP side of the tracker (BEP 3, 7, 23, 24, 48) without HTTP: the raw query in, the bencoded body out. What carries it is the host's
/// affair. Thread-safe; allocates nothing.
/// </summary>
/// <param name="handler">Serves announces and scrapes.</param>
public sealed class HttpTracker(AnnounceHandler handler)
{
    /// <summary>The content type of every body.</summary>
    public const string ContentType = "text/plain";

    /// <summary>A query longer than this can be refused unread (414).</summary>
    public const int MaxQueryBytes = ScrapeQuery.MaxQueryBytes;

    /// <summary>No body is longer.</summary>
    public const int MaxReplyBytes = AnnounceReply.MaxFixedBytes + (AnnounceReply.MaxDictionaryPeerBytes * TrackerOptions.PeersPerAnswerLimit);

    private const int RetryMinutes = 1;

    /// <summary>Whether a path is the tracker's.</summary>
    public static bool Handles(ReadOnlySpan<byte> path) => path.SequenceEqual("/announce"u8) || path.SequenceEqual("/scrape"u8);

    /// <summary>Says who asks, by what proxies in front of the tracker have written: <see cref="TrustedProxies.SourceOf"/>.</summary>
    public RequestSource SourceOf(in RequestSource direct, bool isForwarded, ReadOnlySpan<byte> forwardedFor, bool isProxied = false) =>
        handler.Options.TrustedProxies.SourceOf(direct, isForwarded, forwardedFor, isProxied);

    /// <summary>Whether an address is that of a proxy that is trusted.</summary>
    public bool IsProxy(in PeerEndPoint client) => handler.Options.TrustedProxies.Has(client);

    /// <summary>Answers a request.</summary>
    /// <param name="path">The path, decoded or not; one that <see cref="Handles"/> accepts.</param>
    /// <param name="rawQuery">What follows the path, percent-encoded as it came, with or without the <c>?</c>.</param>
    /// <param name="source">Who asks.</param>
    /// <param name="output">Receives the body.</param>
    public HttpReply Handle(ReadOnlySpan<byte> path, ReadOnlySpan<byte> rawQuery, in RequestSource source, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        int room = handler.RoomFor(source.Client);
        if (room == 0) return new HttpReply(503, 0);
        HttpReply reply = path.SequenceEqual("/scrape"u8) ? Scrape(rawQuery, source, room, output) : Announce(rawQuery, source, room, output);
        handler.CountSent(source.Client, reply.Length, isDatagram: false);
        return reply;
    }

    /// <summary>
    /// Begins to answer a scrape that names no torrent with all of them; <see cref="Handle"/> would refuse it, as its answer has no small bound.
    /// </summary>
    /// <param name="rawQuery">As for <see cref="Handle"/>.</param>
    /// <param name="source">Who asks.</param>
    /// <returns>Null when this is no such scrape, or not to be answered (now): <see cref="Handle"/> then says why.</returns>
    public FullScrape? BeginFullScrape(ReadOnlySpan<byte> rawQuery, in RequestSource source)
    {
        if (!handler.Options.AnswersFullScrapes || ScrapeQuery.NamesTorrents(rawQuery) || handler.RoomFor(source.Client) == 0) return null;
        return handler.BeginFullScrape(source.Client);
    }

    private HttpReply Announce(ReadOnlySpan<byte> rawQuery, in RequestSource source, int room, IBufferWriter<byte> output)
    {
        if (!AnnounceQuery.TryParse(rawQuery, out AnnounceRequest request, out QueryError error)) return Malformed(error, source, output);
        int peers = handler.PeersFor(request);
        Span<byte> room4 = stackalloc byte[(TrackerOptions.PeersPerAnswerLimit + 1) * PeerEndPoint.CompactIPv4Length];
        Span<byte> room6 = stackalloc byte[(TrackerOptions.PeersPerAnswerLimit + 1) * PeerEndPoint.CompactIPv6Length];
        var selection = new PeerSelection { IPv4 = room4[..PeerSelection.IPv4Room(peers)], IPv6 = room6[..PeerSelection.IPv6Room(peers)] };
        AnnounceOutcome outcome = handler.Announce(request, source, ref selection);
        if (outcome.Refusal != Refusal.None) return Fail(outcome.Refusal, output);
        bool isCompact = request.Compact;
        selection.Bound(room - AnnounceReply.MaxFixedBytes, isCompact ? PeerEndPoint.CompactIPv4Length : AnnounceReply.MaxDictionaryPeerBytes,
            isCompact ? PeerEndPoint.CompactIPv6Length : AnnounceReply.MaxDictionaryPeerBytes);
        SwarmCounts counts = outcome.Counts;
        var reply = new AnnounceReply(
            outcome.IntervalSeconds,
            (int)handler.Options.MinInterval.TotalSeconds,
            counts.Seeds,
            counts.Leechers,
            (int)Math.Min(counts.Completed, int.MaxValue),
            source.Client);
        return new HttpReply(200, Write(reply, isCompact, selection, output));
    }

    /// <summary>
    /// Also the dictionary form goes without peer ids, whether or not the client would do without: peers are known by address alone, and an
    /// invented id makes a client that compares it with the handshake's hang up. The clients that ask for ids take peers without them.
    /// </summary>
    private static int Write(in AnnounceReply reply, bool isCompact, PeerSelection selection, IBufferWriter<byte> output)
    {
        Span<byte> peers = selection.IPv4Peers, peers6 = selection.IPv6Peers;
        int room = isCompact ? peers.Length + peers6.Length : AnnounceReply.MaxDictionaryPeerBytes * (selection.IPv4Count + selection.IPv6Count);
        Span<byte> body = output.GetSpan(AnnounceReply.MaxFixedBytes + room);
        int length = isCompact ? reply.WriteCompact(body, peers, peers6) : reply.WriteDictionary(body, CompactPeers.IPv4(peers), CompactPeers.IPv6(peers6));
        output.Advance(length);
        return length;
    }

    private HttpReply Scrape(ReadOnlySpan<byte> rawQuery, in RequestSource source, int room, IBufferWriter<byte> output)
    {
        Span<InfoHash> infoHashes = stackalloc InfoHash[ScrapeQuery.MaxInfoHashes];
        // Who asks for everything gets here only when somebody else has just been told; see BeginFullScrape.
        if (handler.Options.AnswersFullScrapes && !ScrapeQuery.NamesTorrents(rawQuery)) return Fail(Refusal.TooOften, output);
        if (!ScrapeQuery.TryParse(rawQuery, infoHashes, out int count, out QueryError error)) return Malformed(error, source, output);
        if (!handler.Admit(source.Client)) return Fail(Refusal.TooOften, output);
        if (!handler.Options.AnswersScrapes) return new HttpReply(200, WriteFailure(RefusalText.NoScrapes, AnnounceReply.RetryNever, output));
        infoHashes = infoHashes[..count];
        Span<ScrapeCounts> counts = stackalloc ScrapeCounts[ScrapeQuery.MaxInfoHashes];
        for (int i = 0; i < count; i++) counts[i] = handler.Scrape(infoHashes[i]);
        Span<byte> body = output.GetSpan(ScrapeReply.MaxFixedBytes + (ScrapeReply.MaxTorrentBytes * count));
        int length = ScrapeReply.Write(body, infoHashes, counts[..count]);
        if (!handler.Fits(length, room)) return new HttpReply(503, 0);
        output.Advance(length);
        handler.CountScrape();
        return new HttpReply(200, length);
    }

    private HttpReply Malformed(in QueryError error, in RequestSource source, IBufferWriter<byte> output)
    {
        if (!handler.Admit(source.Client)) return Fail(Refusal.TooOften, output);
        Span<byte> reason = stackalloc byte[QueryError.MaxReasonBytes];
        return new HttpReply(200, WriteFailure(reason[..error.WriteReason(reason)], AnnounceReply.RetryNever, output));
    }

    private static HttpReply Fail(Refusal refusal, IBufferWriter<byte> output)
    {
        bool isTooOften = refusal == Refusal.TooOften;
        int length = WriteFailure(RefusalText.Of(refusal), isTooOften ? RetryMinutes : AnnounceReply.RetryNotSaid, output);
        return new HttpReply(isTooOften ? 429 : 200, length);
    }

    private static int WriteFailure(ReadOnlySpan<byte> reason, int retryMinutes, IBufferWriter<byte> output)
    {
        int length = AnnounceReply.WriteFailure(output.GetSpan(AnnounceReply.MaxFixedBytes), reason, retryMinutes);
        output.Advance(length);
        return length;
    }
}

/// <summary>What an HTTP tracker request came to.</summary>
/// <param name="Status">The HTTP status: 200, also for refusals in the body (clients read no other); 429 when the source asks too often; 503 without a body when
/// there is no budget for an answer.</param>
/// <param name="Length">Bytes of the body.</param>
public readonly record struct HttpReply(int Status, int Length);
