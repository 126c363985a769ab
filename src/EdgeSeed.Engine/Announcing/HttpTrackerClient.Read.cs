using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Bencode;
using EdgeSeed.Protocol.Trackers;

namespace EdgeSeed.Engine.Announcing;

internal sealed partial class HttpTrackerClient
{
    private const int FirstSuccess = 200, FirstRedirect = 300, TooManyRequests = 429, FirstServerError = 500;

    internal static bool IsRedirect(int status) => status is 301 or 302 or 303 or 307 or 308;

    /// <summary>Where a redirect leads; null for anything but HTTP and HTTPS.</summary>
    internal static Uri? Target(Uri from, HttpReplyHead head)
    {
        if (head.Location is not { } location) return null;
        int fragment = location.IndexOf('#', StringComparison.Ordinal);
        if (fragment >= 0) location = location[..fragment];
        if (location.StartsWith("//", StringComparison.Ordinal)) location = $"{from.Scheme}:{location}";
        else if (location.StartsWith('/')) location = $"{from.Scheme}://{from.Authority}{location}";
        else if (!location.Contains("://", StringComparison.Ordinal))
            location = Uri.TryCreate(from, location, out Uri? relative) ? relative.AbsoluteUri : "";
        return TrackerAddress.TryCreateVerbatim(location, out Uri? target) ? target : null;
    }

    private async Task<TrackerAnswer> ReadAsync(
        HttpGet get, HttpReplyHead head, AnnounceRequest request, IPeerSink? peers, CancellationToken cancellation)
    {
        string statusText = $"HTTP status {head.Status}";
        bool isOverloaded = head.Status is TooManyRequests or >= FirstServerError;
        if (isOverloaded) return TrackerAnswer.Unreachable(statusText);
        if (head.ContentLength > options.MaxReplyBytes) return TrackerAnswer.Refused("its answer is too long");
        using ReplyBody? body = await ReplyBody.ReadAsync(get.Body(head), options.MaxReplyBytes, _largeReplies, cancellation).ConfigureAwait(false);
        if (body is null) return TrackerAnswer.Refused("its answer is too long");
        TrackerAnswer answer = Parse(body.Bytes, request.InfoHash, peers);
        // Some trackers give their reason in an error page's place; any other error page says less than its number.
        bool isSuccess = head.Status is >= FirstSuccess and < FirstRedirect;
        bool isTracker = isSuccess || (answer.Verdict == TrackerVerdict.Refused && body.Bytes is [(byte)'d', ..]);
        return isTracker ? answer : TrackerAnswer.Refused(statusText);
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
