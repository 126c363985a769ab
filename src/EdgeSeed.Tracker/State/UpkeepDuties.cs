using EdgeSeed.Tracker.Access;
using EdgeSeed.Tracker.Announces;

namespace EdgeSeed.Tracker.State;

/// <summary>What <see cref="TrackerUpkeep"/> has to do besides forgetting the silent. Immutable.</summary>
public sealed record UpkeepDuties
{
    /// <summary>Where completed counts are kept; <c>null</c> not to.</summary>
    public TrackerStateFile? State { get; init; }

    /// <summary>Where peers are kept; <c>null</c> not to.</summary>
    public PeersFile? Peers { get; init; }

    /// <summary>The access log; <c>null</c> for none.</summary>
    public AccessLog? Log { get; init; }

    /// <summary>The torrents to serve; <c>null</c> for none.</summary>
    public ServedList? List { get; init; }

    /// <summary>How often the state is saved, if it has changed: what a power cut can cost.</summary>
    public TimeSpan SaveInterval { get; init; } = TimeSpan.FromMinutes(10);
}
