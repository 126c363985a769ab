namespace EdgeSeed.Engine.Announcing;

/// <summary>How long to leave alone who failed.</summary>
internal static class BackOff
{
    private const int MaximumDoublings = 30;

    /// <summary>The wait in milliseconds after some failures in a row, at least 1: doubling, bounded, a quarter more or less.</summary>
    public static long Milliseconds(int failures, AnnouncerOptions options)
    {
        double doubled = options.FirstRetry.TotalMilliseconds * (1L << Math.Min(failures - 1, MaximumDoublings));
        double wait = Math.Min(doubled, options.LongestRetry.TotalMilliseconds);
        return (long)(wait * (0.75 + 0.5 * Random.Shared.NextDouble()));
    }
}
