namespace EdgeSeed.Config;

/// <summary><c>[service]</c>: who this box is, where it listens, what it may use.</summary>
internal sealed record ServiceConfig
{
    /// <summary>Shown on the page, the display and in discovery.</summary>
    public string Name { get; init; } = "EdgeSeed";

    /// <summary>TCP port of page, HTTP tracker and web seed, and UDP port of the tracker; 0 lets the kernel choose.</summary>
    public int Port { get; init; } = 6969;

    /// <summary>TCP (and later UDP) port for peers; 0 lets the kernel choose.</summary>
    public int PeerPort { get; init; } = 6881;

    /// <summary>Addresses to listen on; empty means every address, IPv4 and IPv6.</summary>
    public IReadOnlyList<string> Bind { get; init; } = [];

    /// <summary>Host name or address under which clients elsewhere reach this box; empty: found out.</summary>
    public string PublicHost { get; init; } = "";

    /// <summary>Whether to ask the router to forward the ports (NAT-PMP, PCP, UPnP).</summary>
    public bool PortMapping { get; init; }

    /// <summary>Memory the whole program may use, in bytes.</summary>
    public ByteSize MemoryLimit { get; init; } = ByteSize.MiB(32);

    /// <summary>Directory for torrents made, verified ranges and counters; empty: the usual place.</summary>
    public string State { get; init; } = "";
}
