namespace EdgeSeed.Protocol.PortMapping;

/// <summary>Which traffic of a port a router forwards: its number in IP, as PCP has it (RFC 6887, 11.1).</summary>
public enum MappedProtocol : byte
{
    /// <summary>TCP.</summary>
    Tcp = 6,

    /// <summary>UDP.</summary>
    Udp = 17,
}
