using EdgeSeed.Protocol;
using EdgeSeed.Tracker.Announces;

namespace EdgeSeed.Tracker;

/// <summary>Who asks, and where.</summary>
/// <param name="Client">The client's address as the packets show it; its port is that of the request, not of its peer listener.</param>
/// <param name="ReachedAt">The box's address at which the request arrived; <c>null</c> when not known.</param>
public readonly record struct RequestSource(PeerEndPoint Client, PeerEndPoint? ReachedAt = null)
{
    /// <summary>Whether it is believed when it names another address than its own.</summary>
    public bool MaySpeakForOthers { get; init; }

    /// <summary>Why it is not known who asks, of a request that was passed on: <see cref="Refusal.None"/> where it is.</summary>
    public Refusal Hiding { get; init; }
}
