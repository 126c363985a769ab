using EdgeSeed.Config.Units;
using static EdgeSeed.Config.Types.ConfigTypes;

namespace EdgeSeed.Config;

/// <summary><c>[tracker]</c>: the tracker on this box.</summary>
internal sealed record TrackerConfig
{
    /// <summary>Its table in the file.</summary>
    public const string Table = "tracker";

    /// <summary>Whether there is one.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Whether UDP is answered as well as HTTP (BEP 15).</summary>
    public bool Udp { get; init; } = true;

    /// <summary>Threads that receive UDP packets; 0: one for every two cores, at most 4.</summary>
    public int UdpWorkers { get; init; }

    /// <summary>Whether peers of this network are given to the world under the box's external address.</summary>
    public bool LanForwarded { get; init; }

    /// <summary>Which torrents are tracked.</summary>
    public TrackerAccess Policy { get; init; } = TrackerAccess.Library;

    /// <summary>For the list policy: a directory of torrent files, or a file of info-hashes.</summary>
    public string List { get; init; } = "";

    /// <summary>How often clients are asked to announce.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>How often clients may announce at most.</summary>
    public TimeSpan MinInterval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Silence after which a peer is forgotten.</summary>
    public TimeSpan PeerTimeout { get; init; } = TimeSpan.FromMinutes(45);

    /// <summary>Part in percent by which each answer's interval is shortened at random at most.</summary>
    public int Jitter { get; init; } = 10;

    /// <summary>Peers in one answer when the client does not say how many.</summary>
    public int PeersPerAnswer { get; init; } = 50;

    /// <summary>Most peers in one answer, whatever the client asks for.</summary>
    public int MaxPeersPerAnswer { get; init; } = 200;

    /// <summary>Torrents tracked; the longest-silent makes room.</summary>
    public int MaxTorrents { get; init; } = 100_000;

    /// <summary>Peers kept of one torrent; the longest-silent makes room.</summary>
    public int MaxPeersPerTorrent { get; init; } = 100_000;

    /// <summary>Peers kept of one address (an IPv6 /64) in one torrent.</summary>
    public int PortsPerAddress { get; init; } = 4;

    /// <summary>Addresses and networks of proxies that may say who asks.</summary>
    public IReadOnlyList<string> TrustedProxies { get; init; } = [];

    /// <summary>Memory in bytes for the peers of all torrents; the longest-silent makes room.</summary>
    public ByteSize MaxMemory { get; init; } = ByteSize.MiB(32);

    /// <summary>Requests a second taken from one source; 0 takes all.</summary>
    public int SourceRate { get; init; } = 100;

    /// <summary>Requests taken from one source at once after a pause.</summary>
    public int SourceBurst { get; init; } = 1_000;

    /// <summary>Whether scrapes of given torrents are answered (BEP 48).</summary>
    public bool Scrape { get; init; } = true;

    /// <summary>Whether a scrape of everything is answered.</summary>
    public bool FullScrape { get; init; }

    /// <summary>How often changed counts are saved.</summary>
    public TimeSpan SaveInterval { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Whether peers are saved along with the counts.</summary>
    public bool SavePeers { get; init; }

    /// <summary>File for one line per announce; empty: none.</summary>
    public string AccessLog { get; init; } = "";

    /// <summary>Size in bytes at which the access log starts anew; one older file is kept.</summary>
    public ByteSize AccessLogSize { get; init; } = ByteSize.MiB(1);
}

/// <summary>Which torrents the tracker tracks.</summary>
internal enum TrackerAccess
{
    /// <summary>What this box seeds.</summary>
    Library,
    /// <summary>A given list.</summary>
    List,
    /// <summary>Whatever is announced.</summary>
    Open,
}

/// <summary>The keys of <c>[tracker]</c>.</summary>
internal static class TrackerKeys
{
    /// <summary>The section.</summary>
    public static readonly ConfigSection Section = new TableSection<TrackerConfig>(
            TrackerConfig.Table,
            "The tracker on this box, over HTTP and UDP on service.port.",
            config => config.Tracker, (config, section) => config with { Tracker = section })
        .Restart("enabled", Switch, s => s.Enabled, (s, v) => s with { Enabled = v },
            "Run a tracker.")
        .Restart("udp", Switch, s => s.Udp, (s, v) => s with { Udp = v },
            "Answer over UDP as well as HTTP.")
        .Restart("udp_workers", Integer(0, 64, 4), s => s.UdpWorkers, (s, v) => s with { UdpWorkers = v },
            "Threads that receive UDP packets. 0: one for every two cores, at most 4.")
        .Live("policy",
            Choice(("library", TrackerAccess.Library), ("list", TrackerAccess.List), ("open", TrackerAccess.Open)),
            s => s.Policy, (s, v) => s with { Policy = v },
            "Which torrents to track: \"library\" what this box seeds, \"list\" those of tracker.list too, \"open\" whatever is announced.")
        .Live("list", OptionalPath, s => s.List, (s, v) => s with { List = v },
            "For policy \"list\": a folder of .torrent files, or a file with one info-hash a line; read anew when it changes.")
        .Live("interval", Duration(TimeSpan.FromMinutes(1), TimeSpan.FromHours(12)), s => s.Interval, (s, v) => s with { Interval = v },
            "How often clients are asked to announce.")
        .Live("min_interval", Duration(TimeSpan.Zero, TimeSpan.FromHours(12)), s => s.MinInterval, (s, v) => s with { MinInterval = v },
            "Least time between two announces of a client.")
        .Live("peer_timeout", Duration(TimeSpan.FromMinutes(2), TimeSpan.FromDays(1)),
            s => s.PeerTimeout, (s, v) => s with { PeerTimeout = v },
            "Silence after which a client is forgotten; longer than tracker.interval.")
        .Live("jitter", Integer(0, 50, 10), s => s.Jitter, (s, v) => s with { Jitter = v },
            "Percent by which the interval of each answer is shortened at random at most, so that clients do not come all at once.")
        .Live("peers_per_answer", Integer(1, 200, 50), s => s.PeersPerAnswer, (s, v) => s with { PeersPerAnswer = v },
            "Clients named in an answer to one who does not say how many.")
        .Live("max_peers_per_answer", Integer(1, 200, 200), s => s.MaxPeersPerAnswer, (s, v) => s with { MaxPeersPerAnswer = v },
            "Most clients named in one answer, whatever is asked for.")
        .Restart("max_torrents", Integer(1, 10_000_000, 100_000), s => s.MaxTorrents, (s, v) => s with { MaxTorrents = v },
            "Most torrents tracked; then the one silent for longest makes room. Each takes about 130 bytes.")
        .Restart("max_peers_per_torrent", Integer(1, 10_000_000, 100_000),
            s => s.MaxPeersPerTorrent, (s, v) => s with { MaxPeersPerTorrent = v },
            "Most clients remembered for one torrent; then the one silent for longest makes room.")
        .Restart("ports_per_address", Integer(1, 1_000, 4), s => s.PortsPerAddress, (s, v) => s with { PortsPerAddress = v },
            "Clients of one address (an IPv6 /64) remembered for one torrent; then the one silent for longest makes room.")
        .Live("trusted_proxies", Proxies, s => s.TrustedProxies, (s, v) => s with { TrustedProxies = v },
            "Proxies in front of the tracker that are believed when their X-Forwarded-For says who asks; nobody else is.")
        .Restart("max_memory", Size(new ByteSize(64 << 10), ByteSize.MiB(65_536)), s => s.MaxMemory, (s, v) => s with { MaxMemory = v },
            "Memory for the clients of all torrents; then those silent for longest make room. An IPv4 client takes at most 16 bytes.")
        .Live("source_rate", Integer(0, 1_000_000, 100), s => s.SourceRate, (s, v) => s with { SourceRate = v },
            "Requests a second answered to one source for long; those from this machine itself are not limited. 0: no limit.")
        .Live("source_burst", Integer(1, 1_000_000, 1_000), s => s.SourceBurst, (s, v) => s with { SourceBurst = v },
            "Requests answered to one source at once after a pause: a client that starts with many torrents.")
        .Live("lan_forwarded", Switch, s => s.LanForwarded, (s, v) => s with { LanForwarded = v },
            "The router forwards the ports of clients on this network too: give them to the world under the box's external address.")
        .Live("scrape", Switch, s => s.Scrape, (s, v) => s with { Scrape = v },
            "Answer scrapes: how many seeds and downloaders a torrent has.")
        .Live("full_scrape", Switch, s => s.FullScrape, (s, v) => s with { FullScrape = v },
            "Answer scrapes over HTTP that name no torrent with all of them, one at a time.")
        .Live("save_interval", Duration(TimeSpan.FromSeconds(1), TimeSpan.FromDays(1)),
            s => s.SaveInterval, (s, v) => s with { SaveInterval = v },
            "How often counts are saved when they changed; seldom is kind to SD cards.")
        .Live("save_peers", Switch, s => s.SavePeers, (s, v) => s with { SavePeers = v },
            "Save clients too, so that swarms survive a restart at once: some 8 bytes each, written whenever counts are due.")
        .Live("access_log", OptionalPath, s => s.AccessLog, (s, v) => s with { AccessLog = v },
            "File for one line per announce. Empty: none.")
        .Live("access_log_size", Size(new ByteSize(4_096), ByteSize.MiB(65_536)),
            s => s.AccessLogSize, (s, v) => s with { AccessLogSize = v },
            "Size at which the access log starts anew; one older file is kept.");
}
