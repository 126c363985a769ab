using System.Net;

namespace EdgeSeed.Protocol.PortMapping;

/// <summary>What a router answers when it is asked to forward a port.</summary>
/// <param name="result">0: done; else the protocol's own error number.</param>
/// <param name="externalPort">The port on the router's outer side.</param>
/// <param name="lifetimeSeconds">How long it holds; after an error, how long that does.</param>
/// <param name="externalAddress">The router's outer address; null where the answer does not say.</param>
public readonly struct MapReply(ushort result, ushort externalPort, uint lifetimeSeconds, IPAddress? externalAddress)
{
    /// <summary>0: done; else the protocol's own error number.</summary>
    public ushort Result { get; } = result;

    /// <summary>The port on the router's outer side.</summary>
    public ushort ExternalPort { get; } = externalPort;

    /// <summary>How long it holds, in seconds; after an error, how long that does.</summary>
    public uint LifetimeSeconds { get; } = lifetimeSeconds;

    /// <summary>The router's outer address; null where the answer does not say.</summary>
    public IPAddress? ExternalAddress { get; } = externalAddress;
}

/// <summary>Which traffic of a port a router forwards: its number in IP, as PCP has it (RFC 6887, 11.1).</summary>
public enum MappedProtocol : byte
{
    /// <summary>TCP.</summary>
    Tcp = 6,

    /// <summary>UDP.</summary>
    Udp = 17,
}
