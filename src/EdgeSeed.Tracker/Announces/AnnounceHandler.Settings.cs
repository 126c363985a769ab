using EdgeSeed.Tracker.Access;

namespace EdgeSeed.Tracker.Announces;

public sealed partial class AnnounceHandler
{
    /// <summary>The options, and what follows from them: replaced as one, so that a request sees either the old or the new.</summary>
    private sealed class Settings
    {
        private readonly int _intervalSeconds;
        private readonly int _jitterSeconds;

        public Settings(TrackerOptions options, Settings? before, TimeProvider time)
        {
            Options = options;
            _intervalSeconds = Math.Max(1, (int)options.Interval.TotalSeconds);
            _jitterSeconds = (int)(_intervalSeconds * Math.Clamp(options.Jitter, 0, 0.5));
            bool isSame = before is not null
                && (before.Options.RequestsPerSecondPerSource, before.Options.BurstPerSource) == (options.RequestsPerSecondPerSource, options.BurstPerSource);
            if (isSame) Sources = before!.Sources;
            else if (options.RequestsPerSecondPerSource > 0) Sources = new SourceBuckets(options.RequestsPerSecondPerSource, Math.Max(1, options.BurstPerSource), time);
        }

        public TrackerOptions Options { get; }

        public SourceBuckets? Sources { get; }

        public int NextInterval() => _intervalSeconds - (_jitterSeconds == 0 ? 0 : Random.Shared.Next(_jitterSeconds));
    }
}
