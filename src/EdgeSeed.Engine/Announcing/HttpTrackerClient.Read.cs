using System.Net;
using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Bencode;
using EdgeSeed.Protocol.Trackers;

namespace EdgeSeed.Engine.Announcing;

internal sealed partial class HttpTrackerClient
{
    private const int FirstServerError = 500;

    private static bool IsRedirect(HttpStatusCode status) => status is HttpStatusCode.MovedPermanently or HttpStatusCode.Found
        or HttpStatusCode.SeeOther or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect;

    /// <summary>
    /// Where a redirect leads; null for anything but HTTP, and for a step down from HTTPS, which would show a user's secret to the world.
    /// </summary>
    private static Uri? Target(Uri from, HttpResponseMessage response)
    {
        if (!response.Headers.NonValidated.TryGetValues("Location", out var values) || values.Count != 1) return null;
        string location = values.ToString();
        int fragment = location.IndexOf('#', StringComparison.Ordinal);
        if (fragment >= 0) location = location[..fragment];
        if (location.StartsWith("//", StringComparison.Ordinal)) location = $"{from.Scheme}:{location}";
        else if (location.StartsWith('/')) location = $"{from.Scheme}://{from.Authority}{location}";
        else if (!location.Contains("://", StringComparison.Ordinal))
            location = Uri.TryCreate(from, location, out Uri? relative) ? relative.AbsoluteUri : "";
        if (!TrackerAddress.TryCreateVerbatim(location, out Uri? target)) return null;
        return target.Scheme == "https" || from.Scheme == "http" ? target : null;
    }

    private async Task<TrackerAnswer> ReadAsync(
        HttpResponseMessage response, AnnounceRequest request, IPeerSink? peers, CancellationToken cancellation)
    {
        int status = (int)response.StatusCode;
        string statusText = $"HTTP status {status}";
        bool isOverloaded = status >= FirstServerError || response.StatusCode == HttpStatusCode.TooManyRequests;
        if (isOverloaded) return TrackerAnswer.Unreachable(statusText);
        if (response.Content.Headers.ContentLength > options.MaxReplyBytes) return TrackerAnswer.Refused("its answer is too long");
        Stream stream = await response.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            using ReplyBody? body =
                await ReplyBody.ReadAsync(stream, options.MaxReplyBytes, _largeReplies, cancellation).ConfigureAwait(false);
            if (body is null) return TrackerAnswer.Refused("its answer is too long");
            TrackerAnswer answer = Parse(body.Bytes, request.InfoHash, peers);
            // Some trackers give their reason in an error page's place; any other error page says less than its number.
            bool isTracker = response.IsSuccessStatusCode || (answer.Verdict == TrackerVerdict.Refused && body.Bytes is [(byte)'d', ..]);
            return isTracker ? answer : TrackerAnswer.Refused(statusText);
        }
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
