using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Trackers;

namespace EdgeSeed.Engine.Announcing;

/// <summary>What came of asking one tracker over one address family.</summary>
internal sealed record TrackerAnswer(TrackerVerdict Verdict)
{
    public int IntervalSeconds { get; init; }

    public int MinIntervalSeconds { get; init; }

    public int Seeds { get; init; } = AnnounceStatus.NotSaid;

    public int Leechers { get; init; } = AnnounceStatus.NotSaid;

    /// <summary>Minutes, <see cref="AnnounceReply.RetryNever"/> or <see cref="AnnounceReply.RetryNotSaid"/> (BEP 31).</summary>
    public int RetryMinutes { get; init; } = AnnounceReply.RetryNotSaid;

    /// <summary>Why not, or a warning; fit to print.</summary>
    public string? Message { get; init; }

    public byte[]? TrackerId { get; init; }

    /// <summary>Whether it is a tracker's, whatever it says, rather than that of something else.</summary>
    public bool IsTrackers { get; init; }

    public static TrackerAnswer Unreachable(string why) => new(TrackerVerdict.Unreachable) { Message = Cut(why) };

    public static TrackerAnswer Refused(string why) => new(TrackerVerdict.Refused) { Message = Cut(why) };

    /// <summary>A tracker's words made fit to print; null when there are none.</summary>
    public static string? Words(ReadOnlySpan<byte> words) =>
        words.IsEmpty ? null : Cut(ByteText.Printable(words[..Math.Min(words.Length, AnnounceStatus.MaxMessageChars)]));

    /// <summary>One answer for the two families: what is good over either is good, and the slower interval counts.</summary>
    public static TrackerAnswer Combine(TrackerAnswer a, TrackerAnswer b)
    {
        if (a.Verdict != b.Verdict) return a.Verdict < b.Verdict ? a : b;
        return a with
        {
            IntervalSeconds = Math.Max(a.IntervalSeconds, b.IntervalSeconds),
            MinIntervalSeconds = Math.Max(a.MinIntervalSeconds, b.MinIntervalSeconds),
            Seeds = Math.Max(a.Seeds, b.Seeds),
            Leechers = Math.Max(a.Leechers, b.Leechers),
            Message = a.Message ?? b.Message,
            TrackerId = a.TrackerId ?? b.TrackerId,
        };
    }

    private static string Cut(string text) => text.Length <= AnnounceStatus.MaxMessageChars ? text : text[..AnnounceStatus.MaxMessageChars];
}
