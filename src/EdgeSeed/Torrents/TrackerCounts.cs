using EdgeSeed.Engine.Announcing;
using EdgeSeed.Engine.Budget;
using EdgeSeed.Engine.Network;
using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Trackers;
using EdgeSeed.Terminal;

namespace EdgeSeed.Torrents;

/// <summary>What a tracker says of a torrent when it is asked.</summary>
/// <param name="Tracker">Its address; what may be a secret is hidden.</param>
/// <param name="Counts">Null when it does not say.</param>
/// <param name="Problem">Why it does not say; null when it does.</param>
internal sealed record TrackerCounts(string Tracker, ScrapeCounts? Counts, string? Problem)
{
    /// <summary>Trackers asked; of further ones it is not known.</summary>
    public const int MaxAsked = 50;

    /// <summary>Asks the trackers of a torrent, all at once.</summary>
    /// <exception cref="OperationCanceledException">It was broken off.</exception>
    public static async Task<List<TrackerCounts>> AskAsync(Egress egress, IEnumerable<string> trackers, InfoHash infoHash, UploadBudget budget, CancellationToken cancellation) =>
        [.. await Task.WhenAll(trackers.Distinct(StringComparer.Ordinal).Take(MaxAsked).Select(tracker => AskAsync(egress, tracker, infoHash, budget, cancellation))).ConfigureAwait(false)];

    /// <summary>In words.</summary>
    public override string ToString() => Counts is { } counts
        ? $"{Quantity.Count(counts.Complete, "seed")}, {Quantity.Count(counts.Incomplete, "downloader")}, {Quantity.Count(counts.Downloaded, "finished download")}"
        : PrintableText.Of(Problem!);

    private static async Task<TrackerCounts> AskAsync(Egress egress, string tracker, InfoHash infoHash, UploadBudget budget, CancellationToken cancellation)
    {
        (ScrapeCounts? counts, string? problem) = await TrackerScrape.AskAsync(egress, tracker, infoHash, budget, TimeProvider.System, cancellation).ConfigureAwait(false);
        return new TrackerCounts(AddressSecret.HideInTracker(tracker), counts, problem);
    }
}
