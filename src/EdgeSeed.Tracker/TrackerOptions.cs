namespace EdgeSeed.Tracker;

/// <summary>What a tracker does and where its limits are. Immutable.</summary>
public sealed record TrackerOptions
{
    /// <summary>How long clients are told to wait between announces. Default 30 minutes.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>How long clients are told to wait at the least when they want more peers. Default 1 minute.</summary>
    public TimeSpan MinInterval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Each answer's interval is shortened at random by up to this part, so that clients that started together drift apart. Default 0.1.</summary>
    public double Jitter { get; init; } = 0.1;

    /// <summary>How long a silent peer is kept; at most a day. Default 45 minutes.</summary>
    public TimeSpan Expiry { get; init; } = TimeSpan.FromMinutes(45);

    /// <summary>Peers given to a client that does not say how many it wants. Default 50.</summary>
    public int PeersPerAnswer { get; init; } = 50;

    /// <summary>Peers given at most, whatever the client asks for; a UDP answer over IPv6 holds 79. Default 200, at most <see cref="PeersPerAnswerLimit"/>.</summary>
    public int MaxPeersPerAnswer { get; init; } = PeersPerAnswerLimit;

    /// <summary>The bound of <see cref="MaxPeersPerAnswer"/>: what fits into one unfragmented UDP packet over IPv4.</summary>
    public const int PeersPerAnswerLimit = 200;

    /// <summary>Torrents kept; a further one takes the place of those silent longest. About 130 bytes each. Default 100,000.</summary>
    public int MaxTorrents { get; init; } = 100_000;

    /// <summary>Peers kept in one torrent; a further one takes the place of one silent longest. Default 100,000.</summary>
    public int MaxPeersPerTorrent { get; init; } = 100_000;

    /// <summary>
    /// Peers kept of one source (an IPv4 address or an IPv6 /64) in one torrent; for a further one the one silent longest gives way. Default 4: a
    /// household with several clients, but nobody who would be a swarm by himself.
    /// </summary>
    public int MaxPeersPerSource { get; init; } = 4;

    /// <summary>Proxies that may speak for others, see <see cref="TrustedProxies"/>. Default none.</summary>
    public TrustedProxies TrustedProxies { get; init; } = TrustedProxies.None;

    /// <summary>
    /// Memory for the peers of all torrents, in bytes; beyond it those silent longest make room. An IPv4 peer is reckoned with the 16 bytes it
    /// can cost at worst (usually 9), an IPv6 peer with 40. Default 32 MiB: two million IPv4 peers.
    /// </summary>
    public long MaxPeerBytes { get; init; } = 32 << 20;

    /// <summary>
    /// Requests a second that one source (an IPv4 address or an IPv6 /64) may make for long; what exceeds it is dropped over UDP and answered
    /// with 429 over HTTP. 0 switches the limit off. Sources on the box itself are exempt unless <see cref="LimitsLoopback"/>: a proxy there
    /// stands for all of its clients. Default 100.
    /// </summary>
    public int RequestsPerSecondPerSource { get; init; } = 100;

    /// <summary>Requests that a source may make at once after a pause. Default 1000: a client that starts with many torrents.</summary>
    public int BurstPerSource { get; init; } = 1000;

    /// <summary>Whether requests from the box itself are limited too. Default false: a proxy in front hides who asks.</summary>
    public bool LimitsLoopback { get; init; }

    /// <summary>Whether scrapes of named torrents are answered (BEP 48, BEP 15). Default true.</summary>
    public bool AnswersScrapes { get; init; } = true;

    /// <summary>Whether a scrape over HTTP that names no torrent is answered with all of them, see <see cref="Announces.FullScrape"/>. Default false.</summary>
    public bool AnswersFullScrapes { get; init; }

    /// <summary>
    /// Threads that receive UDP packets, each with a socket of its own. Default: one for every two processors, 1 to 4. A single one answers
    /// some 150,000 announces a second, and the fewer there are, the more packets each takes with one system call.
    /// </summary>
    public int UdpWorkers { get; init; } = Math.Clamp(Environment.ProcessorCount / 2, 1, 4);

    /// <summary>
    /// Whether the router forwards the ports of the peers on the LAN: they are then given to the world with the box's external address.
    /// Default false: addresses of the LAN stay there.
    /// </summary>
    public bool LanIsForwarded { get; init; }
}
