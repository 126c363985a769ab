using EdgeSeed.Engine.Announcing;

namespace EdgeSeed.Status;

/// <summary>What a torrent's other trackers, those that are not ours, said last.</summary>
/// <param name="State">How the torrent stands with them.</param>
/// <param name="Tracker">The one asked last, without what may be secret in its address; empty before the first.</param>
/// <param name="Seeds">Complete peers it counts, this machine among them; null when it does not say.</param>
/// <param name="Leechers">Incomplete peers it counts; null when it does not say.</param>
/// <param name="Message">Why it failed, or its warning; null when there is nothing to say.</param>
/// <param name="NextUptimeSeconds">The service's uptime at the next announce; null when none is planned.</param>
internal sealed record TrackerReport(AnnounceState State, string Tracker, int? Seeds, int? Leechers, string? Message, long? NextUptimeSeconds)
{
    /// <summary>Whether none of them serves the torrent.</summary>
    public bool IsBad => State is AnnounceState.Failing or AnnounceState.Refused;

    /// <summary>The report of a torrent's status; null when it has no other tracker.</summary>
    /// <param name="status">From the announcer.</param>
    /// <param name="time">The announcer's clock.</param>
    /// <param name="uptimeSeconds">The service's uptime now.</param>
    public static TrackerReport? Of(AnnounceStatus? status, TimeProvider time, long uptimeSeconds)
    {
        if (status is null) return null;
        return new TrackerReport(
            status.State, status.Tracker, Count(status.Seeds), Count(status.Leechers), status.Message,
            status.TimeUntilNext(time) is { } next ? uptimeSeconds + (long)next.TotalSeconds : null)
        {
            Status = status,
        };
    }

    /// <summary>Of what this is the report.</summary>
    public AnnounceStatus? Status { get; private init; }

    /// <summary>Seconds until the next announce; null when none is planned.</summary>
    /// <param name="uptimeSeconds">The service's uptime now.</param>
    public long? NextSeconds(long uptimeSeconds) => NextUptimeSeconds is { } next ? Math.Max(0, next - uptimeSeconds) : null;

    private static int? Count(int count) => count == AnnounceStatus.NotSaid ? null : count;
}
