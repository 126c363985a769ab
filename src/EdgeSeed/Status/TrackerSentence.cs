using EdgeSeed.Engine.Announcing;
using EdgeSeed.Terminal;

namespace EdgeSeed.Status;

/// <summary>A <see cref="TrackerReport"/> in one plain sentence.</summary>
internal static class TrackerSentence
{
    /// <summary>Such as <c>udp://tracker.example:6969 counts 5 seeds, 3 downloading</c>.</summary>
    /// <param name="report">What the trackers said.</param>
    /// <param name="uptimeSeconds">The snapshot's uptime.</param>
    public static string Of(TrackerReport report, long uptimeSeconds) => report.State switch
    {
        AnnounceState.Waiting => "Its other trackers are asked soon.",
        AnnounceState.Working => $"{report.Tracker} {Counts(report)}{(report.Message is null ? "" : $"; it says: {report.Message}")}",
        AnnounceState.Refused => $"{report.Tracker} refused for good: {report.Message}",
        _ => $"{report.Tracker}: {report.Message}{Again(report, uptimeSeconds)}",
    };

    private static string Counts(TrackerReport report)
    {
        if (report is not { Seeds: { } seeds, Leechers: { } leechers }) return "knows of us";
        return $"counts {Quantity.Count(seeds, "seed")}, {leechers} downloading";
    }

    private static string Again(TrackerReport report, long uptimeSeconds) =>
        report.NextSeconds(uptimeSeconds) is { } seconds ? $"; asked again in {Quantity.Duration(TimeSpan.FromSeconds(seconds))}" : "";
}
