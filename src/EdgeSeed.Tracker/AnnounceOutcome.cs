using EdgeSeed.Tracker.Swarms;

namespace EdgeSeed.Tracker;

/// <summary>The answer to an announce, besides its peers.</summary>
/// <param name="Refusal">Why it was not served; the other values then mean nothing.</param>
/// <param name="Counts">The swarm's figures, the box's own part included.</param>
/// <param name="IntervalSeconds">When to announce again.</param>
public readonly record struct AnnounceOutcome(Refusal Refusal, SwarmCounts Counts, int IntervalSeconds);
