using EdgeSeed.Protocol;
using EdgeSeed.Tracker.Swarms;

namespace EdgeSeed.Tracker.Announces;

/// <summary>Who asks, and where.</summary>
/// <param name="Client">The client's address as the packets show it; its port is that of the request, not of its peer listener.</param>
/// <param name="ReachedAt">The box's address at which the request arrived; <c>null</c> when not known.</param>
public readonly record struct RequestSource(PeerEndPoint Client, PeerEndPoint? ReachedAt = null)
{
    /// <summary>Whether it is believed when it names another address than its own.</summary>
    public bool MaySpeakForOthers { get; init; }

    /// <summary>Whether the request was passed on by somebody who is not trusted to say from whom.</summary>
    public bool IsHidden { get; init; }
}

/// <summary>The answer to an announce, besides its peers.</summary>
/// <param name="Refusal">Why it was not served; the other values then mean nothing.</param>
/// <param name="Counts">The swarm's figures, the box's own part included.</param>
/// <param name="IntervalSeconds">When to announce again.</param>
public readonly record struct AnnounceOutcome(Refusal Refusal, SwarmCounts Counts, int IntervalSeconds);
