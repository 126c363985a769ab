using EdgeSeed.Protocol;

namespace EdgeSeed.Tracker;

/// <summary>Who asks, and where.</summary>
/// <param name="Client">The client's address as the packets show it; its port is that of the request, not of its peer listener.</param>
/// <param name="ReachedAt">The box's address at which the request arrived; <c>null</c> when not known.</param>
public readonly record struct RequestSource(PeerEndPoint Client, PeerEndPoint? ReachedAt = null)
{
    /// <summary>Whether it is believed when it names another address than its own.</summary>
    public bool MaySpeakForOthers { get; init; }

    /// <summary>Whether the request was passed on by somebody who is not trusted to say from whom.</summary>
    public bool IsHidden { get; init; }

    /// <summary>Whether the request was passed on by a proxy that does not say from whom.</summary>
    public bool IsUnnamed { get; init; }
}
