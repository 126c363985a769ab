namespace EdgeSeed.Engine.PortMapping;

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
