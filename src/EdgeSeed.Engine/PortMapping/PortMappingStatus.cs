using System.Net;

namespace EdgeSeed.Engine.PortMapping;

/// <summary>Whether people elsewhere can reach this machine through its router.</summary>
/// <param name="State">What came of asking.</param>
/// <param name="Way">The protocol that the router answered: <c>PCP</c>, <c>NAT-PMP</c> or <c>UPnP</c>; empty while it has not.</param>
/// <param name="ExternalAddress">The router's outer address; null when it is not known.</param>
/// <param name="Problem">Why it failed, a phrase without a full stop; else null.</param>
public sealed record PortMappingStatus(PortMappingState State, string Way, IPAddress? ExternalAddress, string? Problem);

/// <summary>What came of asking the router.</summary>
public enum PortMappingState
{
    /// <summary>It has not answered yet.</summary>
    Asking,

    /// <summary>All ports are forwarded.</summary>
    Mapped,

    /// <summary>They are not, or to no avail; <see cref="PortMappingStatus.Problem"/> says why. It is asked again.</summary>
    Failed,
}
