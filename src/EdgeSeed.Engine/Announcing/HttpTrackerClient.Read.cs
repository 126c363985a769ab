using System.IO.Compression;
using EdgeSeed.Engine.Web;
using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Bencode;
using EdgeSeed.Protocol.Trackers;

namespace EdgeSeed.Engine.Announcing;

internal sealed partial class HttpTrackerClient
{
    private const int UnpackBytes = 16 * 1024;
    private const int FirstSuccess = 200, FirstRedirect = 300, TooManyRequests = 429, FirstServerError = 500;

    private async Task<TrackerAnswer> ReadAsync(
        HttpExchange get, AnnounceRequest request, IPeerSink? peers, CancellationToken cancellation)
    {
        string statusText = $"HTTP status {get.Head.Status}";
        bool isOverloaded = get.Head.Status is TooManyRequests or >= FirstServerError;
        if (isOverloaded) return TrackerAnswer.Unreachable(statusText);
        if (get.Head.ContentLength > options.MaxReplyBytes) return TrackerAnswer.Refused("its answer is too long");
        using ReplyBody? body = await ReplyBody.ReadAsync(get.Body(), options.MaxReplyBytes, _largeReplies, cancellation).ConfigureAwait(false);
        if (body is null) return TrackerAnswer.Refused("its answer is too long");
        byte[]? plain = get.Head.IsGzip ? Unpack(body.Bytes, options.MaxReplyBytes) : null;
        if (get.Head.IsGzip && plain is null) return TrackerAnswer.Refused("its answer is badly compressed, or too long");
        TrackerAnswer answer = Parse(plain ?? body.Bytes, request.InfoHash, peers);
        // Some trackers give their reason in an error page's place; any other error page says less than its number.
        bool isSuccess = get.Head.Status is >= FirstSuccess and < FirstRedirect;
        bool isTracker = isSuccess || (answer.Verdict == TrackerVerdict.Refused && body.Bytes is [(byte)'d', ..]);
        return isTracker ? answer : TrackerAnswer.Refused(statusText);
    }

    /// <summary>Unpacks an answer; null when it is no gzip, or longer than that unpacked.</summary>
    private static byte[]? Unpack(ReadOnlySpan<byte> packed, int maxBytes)
    {
        using var source = new MemoryStream(packed.ToArray());
        using var gzip = new GZipStream(source, CompressionMode.Decompress);
        using var plain = new MemoryStream();
        byte[] part = new byte[UnpackBytes];
        try
        {
            while (gzip.Read(part) is > 0 and int read)
            {
                plain.Write(part, 0, read);
                if (plain.Length > maxBytes) return null;
            }
        }
        catch (InvalidDataException)
        {
            return null;
        }
        return plain.ToArray();
    }

    private TrackerAnswer Parse(ReadOnlySpan<byte> body, in InfoHash infoHash, IPeerSink? peers)
    {
        if (!AnnounceReplyView.TryParse(body, out AnnounceReplyView view, out BencodeError error))
            return TrackerAnswer.Refused($"not a tracker's answer: {error}");
        if (view.IsFailure)
        {
            return new TrackerAnswer(TrackerVerdict.Refused)
            {
                Message = TrackerAnswer.Words(view.FailureReason) ?? "it refused without a reason",
                RetryMinutes = view.RetryMinutes,
                IntervalSeconds = view.Reply.IntervalSeconds,
                MinIntervalSeconds = view.Reply.MinIntervalSeconds,
                IsTrackers = true,
            };
        }
        if (peers is not null) HandOver(view, infoHash, peers);
        return new TrackerAnswer(TrackerVerdict.Accepted)
        {
            IntervalSeconds = view.Reply.IntervalSeconds,
            MinIntervalSeconds = view.Reply.MinIntervalSeconds,
            Seeds = view.Reply.Complete,
            Leechers = view.Reply.Incomplete,
            Message = TrackerAnswer.Words(view.Warning),
            IsTrackers = true,
            TrackerId = view.TrackerId.Length is > 0 and <= TrackerEntry.MaxTrackerIdBytes ? view.TrackerId.ToArray() : null,
        };
    }

    private void HandOver(in AnnounceReplyView view, in InfoHash infoHash, IPeerSink peers)
    {
        var found = new PeerEndPoint[options.MaxPeersAnswer];
        int count = view.CopyPeers(found);
        if (count > 0) peers.Found(infoHash, found.AsSpan(0, count));
    }
}
