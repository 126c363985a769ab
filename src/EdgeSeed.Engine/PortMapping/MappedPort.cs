using EdgeSeed.Protocol.PortMapping;

namespace EdgeSeed.Engine.PortMapping;

/// <summary>A port that the router is to forward to this machine, under the same number.</summary>
/// <param name="Protocol">Which traffic.</param>
/// <param name="Port">From 1.</param>
public sealed record MappedPort(MappedProtocol Protocol, ushort Port)
{
    /// <summary><c>TCP 6881</c>.</summary>
    public override string ToString() => $"{(Protocol == MappedProtocol.Tcp ? "TCP" : "UDP")} {Port}";
}
