namespace EdgeSeed.Config;

/// <summary><c>[tracker]</c>: the tracker on this box.</summary>
internal sealed record TrackerConfig
{
    /// <summary>Whether there is one.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Whether UDP is answered as well as HTTP (BEP 15).</summary>
    public bool Udp { get; init; } = true;

    /// <summary>Threads that receive UDP packets; 0: one for every two cores, at most 4.</summary>
    public int UdpWorkers { get; init; }

    /// <summary>Whether peers of this network are given to the world under the box's external address.</summary>
    public bool LanForwarded { get; init; }

    /// <summary>Which torrents are tracked.</summary>
    public TrackerPolicy Policy { get; init; } = TrackerPolicy.Library;

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
