using EdgeSeed.Config.Units;
using static EdgeSeed.Config.Types.ConfigTypes;

namespace EdgeSeed.Config;

/// <summary><c>[service]</c>: who this box is, where it listens, what it may use.</summary>
internal sealed record ServiceConfig
{
    /// <summary>Its table in the file.</summary>
    public const string Table = "service";

    /// <summary>Least bytes for <c>service.memory_limit</c>, 24 MiB: below that nothing is left for peers.</summary>
    public const long LeastMemoryBytes = 24L << 20;

    /// <summary>Shown on the page, the display and in discovery.</summary>
    public string Name { get; init; } = "EdgeSeed";

    /// <summary>TCP port of page, HTTP tracker and web seed, and UDP port of the tracker; 0 lets the kernel choose.</summary>
    public int Port { get; init; } = 6969;

    /// <summary>A local socket at which page and tracker are reached too, by a proxy in front; null: none.</summary>
    public LocalSocket? Socket { get; init; }

    /// <summary>Who may connect there, in octal digits.</summary>
    public string SocketMode { get; init; } = "0660";

    /// <summary>TCP port for peers, and UDP port of the DHT; 0 lets the kernel choose.</summary>
    public int PeerPort { get; init; } = 6881;

    /// <summary>UDP port of the DHT; 0 takes the number of <see cref="PeerPort"/>.</summary>
    public int DhtPort { get; init; }

    /// <summary>
    /// Addresses and network interfaces to listen on; empty means every address, IPv4 and IPv6. The first interface is the way by which everything leaves.
    /// </summary>
    public IReadOnlyList<string> Bind { get; init; } = [];

    /// <summary>Name servers to ask instead of the system's resolver; empty: with an interface in <see cref="Bind"/> those of <c>/etc/resolv.conf</c>.</summary>
    public IReadOnlyList<string> Dns { get; init; } = [];

    /// <summary>Host name or address under which clients elsewhere reach this box; empty: found out.</summary>
    public string PublicHost { get; init; } = "";

    /// <summary>Whether to ask the router to forward the ports (NAT-PMP, PCP, UPnP).</summary>
    public bool PortMapping { get; init; }

    /// <summary>Memory the whole program may use, in bytes.</summary>
    public ByteSize MemoryLimit { get; init; } = ByteSize.MiB(32);

    /// <summary>Directory for torrents made, verified ranges and counters; empty: the usual place.</summary>
    public string State { get; init; } = "";
}

/// <summary>The keys of <c>[service]</c>.</summary>
internal static class ServiceKeys
{
    /// <summary>The section.</summary>
    public static readonly ConfigSection Section = new TableSection<ServiceConfig>(
            ServiceConfig.Table,
            "Who this box is, where it listens and what it may use.",
            config => config.Service, (config, section) => config with { Service = section })
        .Live("name", Text, s => s.Name, (s, v) => s with { Name = v },
            "Name of this box on the web page, on the display and in discovery.")
        .Restart("port", Port, s => s.Port, (s, v) => s with { Port = v },
            "TCP port of the web page, the HTTP tracker and the web seed, and UDP port of the tracker. 0 takes any free one and says "
            + "which.")
        .Restart("socket", OptionalSocket, s => s.Socket, (s, v) => s with { Socket = v },
            "A local socket such as \"unix:/run/edgeseed-web/http.sock\" at which page and tracker are reached as well, for a proxy in front (nginx, Caddy): it is "
            + "believed when its X-Forwarded-For says who asks. Its folder must be there. Empty: none.")
        .Restart("socket_mode", Permissions, s => s.SocketMode, (s, v) => s with { SocketMode = v },
            "Who may connect to service.socket: \"0660\" the user and the group of this service, \"0666\" every program on this machine.")
        .Restart("peer_port", Port, s => s.PeerPort, (s, v) => s with { PeerPort = v },
            "Port on which other BitTorrent clients connect. 0 takes any free one.")
        .Restart("dht_port", Port, s => s.DhtPort, (s, v) => s with { DhtPort = v },
            "UDP port of the DHT (seeder.dht). 0 takes the number of peer_port.")
        .Restart("bind", Places, s => s.Bind, (s, v) => s with { Bind = v },
            "Addresses or network interfaces to listen on, such as [\"192.168.1.5\"] or [\"wg0\"]. Empty: all addresses, IPv4 and IPv6. With an "
            + "interface everything that is sent leaves by it or not at all, names looked up included; while it is away nothing is sent. Of several the "
            + "first is that way out; at the others, and at addresses beside it, only page and tracker answer.")
        .Restart("dns", Addresses, s => s.Dns, (s, v) => s with { Dns = v },
            "Name servers to ask, such as [\"10.64.0.1\"]. Empty: those of the system. Needed where service.bind has an interface and the system's own name "
            + "server is on this machine (127.0.0.53): the interface does not lead there.")
        .Restart("public_host", OptionalHost, s => s.PublicHost, (s, v) => s with { PublicHost = v },
            "Host name or address under which people elsewhere reach this box; put into torrents and answers. Empty: found out.")
        .Live("port_mapping", Switch, s => s.PortMapping, (s, v) => s with { PortMapping = v },
            "Ask the router to forward the ports, for a box at home (PCP, NAT-PMP, UPnP); the page says whether it did.")
        .Restart("memory_limit", Size(new ByteSize(ServiceConfig.LeastMemoryBytes), ByteSize.MiB(65_536)), s => s.MemoryLimit, (s, v) => s with { MemoryLimit = v },
            "Memory the whole program may use. When it runs short, idle peers are dropped first, then newcomers refused.")
        .Restart("state", OptionalPath, s => s.State, (s, v) => s with { State = v },
            "Directory for torrents made here, verified ranges and counters. Empty: $STATE_DIRECTORY, else /var/lib/edgeseed for root, "
            + "else ~/.local/state/edgeseed.");
}
