using EdgeSeed.Config.Types;
using EdgeSeed.Config.Units;
using static EdgeSeed.Config.Types.ConfigTypes;

namespace EdgeSeed.Config;

/// <summary><c>[seeder]</c>: how it uploads.</summary>
internal sealed record SeederConfig
{
    /// <summary>Its table in the file.</summary>
    public const string Table = "seeder";

    /// <summary>Budget over everything sent, in bytes per second.</summary>
    public ByteRate Upload { get; init; } = ByteRate.Unlimited;

    /// <summary>Peer connections over all torrents.</summary>
    public int MaxPeers { get; init; } = 500;

    /// <summary>Peer connections of one torrent.</summary>
    public int MaxPeersPerTorrent { get; init; } = 500;

    /// <summary>Outgoing connection attempts at a time.</summary>
    public int MaxHalfOpen { get; init; } = 8;

    /// <summary>Peers served at a time; 0 derives it from the budget.</summary>
    public int UploadSlots { get; init; }

    /// <summary>When super-seeding (BEP 16) is used.</summary>
    public SuperSeeding SuperSeeding { get; init; } = SuperSeeding.Auto;

    /// <summary>Protocol encryption (MSE).</summary>
    public Encryption Encryption { get; init; } = Encryption.Prefer;

    /// <summary>Whether connections to peers are made as well as accepted.</summary>
    public bool Connect { get; init; } = true;

    /// <summary>BEP 11.</summary>
    public bool PeerExchange { get; init; } = true;

    /// <summary>Whether files are offered over HTTP and <c>url-list</c> is written (BEP 19).</summary>
    public bool WebSeed { get; init; } = true;

    /// <summary>Silence after which a peer is dropped.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>Whether a limited upload goes where it is needed most.</summary>
    public bool ByNeed { get; init; } = true;

    /// <summary>Announces to trackers under way at a time.</summary>
    public int MaxAnnounces { get; init; } = 8;

    /// <summary>Whether it takes part in the DHT (BEP 5).</summary>
    public DhtMode Dht { get; init; } = DhtMode.On;

    /// <summary>Hosts that are asked for nodes of the DHT while none is known.</summary>
    public IReadOnlyList<string> DhtBootstrap { get; init; } =
        ["router.bittorrent.com:6881", "dht.transmissionbt.com:6881", "dht.libtorrent.org:25401", "router.utorrent.com:6881"];
}

/// <summary>Protocol encryption (MSE).</summary>
internal enum Encryption
{
    /// <summary>Both kinds are taken; we connect encrypted first, plain where the other side cannot.</summary>
    Prefer,
    /// <summary>Encrypted only.</summary>
    Require,
    /// <summary>Plain only.</summary>
    Off,
}

/// <summary>Whether this box takes part in the DHT (BEP 5).</summary>
internal enum DhtMode
{
    /// <summary>It asks and answers.</summary>
    On,
    /// <summary>Not at all.</summary>
    Off,
    /// <summary>It asks and announces, and answers nobody (BEP 43).</summary>
    ReadOnly,
}

/// <summary>When super-seeding (BEP 16) is used.</summary>
internal enum SuperSeeding
{
    /// <summary>While a torrent has no other complete seed.</summary>
    Auto,
    /// <summary>Always.</summary>
    Always,
    /// <summary>Never.</summary>
    Never,
}

/// <summary>The keys of <c>[seeder]</c>.</summary>
internal static class SeederKeys
{
    /// <summary>The section.</summary>
    public static readonly ConfigSection Section = new TableSection<SeederConfig>(
            SeederConfig.Table, "How this box uploads.", config => config.Seeder, (config, section) => config with { Seeder = section })
        .Live("upload", Rate(1_000), s => s.Upload, (s, v) => s with { Upload = v },
            "One budget over everything that is sent: all torrents, downloads from the page, tracker answers. \"4 KB/s\" is 4,000 "
            + "bytes a second, \"4 KiB/s\" 4,096.")
        .Live("max_peers", Integer(1, 20_000, 500), s => s.MaxPeers, (s, v) => s with { MaxPeers = v },
            "Most connections to other clients over all torrents.")
        .Live("max_peers_per_torrent", Integer(1, 20_000, 500), s => s.MaxPeersPerTorrent, (s, v) => s with { MaxPeersPerTorrent = v },
            "Most connections to other clients for one torrent.")
        .Live("max_half_open", Integer(1, 256, 8), s => s.MaxHalfOpen, (s, v) => s with { MaxHalfOpen = v },
            "Outgoing connection attempts at a time.")
        .Live("upload_slots", Integer(0, 20_000, 20), s => s.UploadSlots, (s, v) => s with { UploadSlots = v },
            "Clients served at a time. 0 derives it from the budget.")
        .Live("by_need", Switch, s => s.ByNeed, (s, v) => s with { ByNeed = v },
            "Send a limited upload where it is needed most: a torrent that only this box has comes first, those that others serve well share "
            + "5 % at least. false gives every client the same.")
        .Live("super_seeding",
            Choice(("auto", SuperSeeding.Auto), ("always", SuperSeeding.Always), ("never", SuperSeeding.Never)),
            s => s.SuperSeeding, (s, v) => s with { SuperSeeding = v },
            "Send each client what nobody else has yet. \"auto\" does so while a torrent has no other complete seed.")
        .Restart("encryption",
            Choice(("prefer", Encryption.Prefer), ("require", Encryption.Require), ("off", Encryption.Off)),
            s => s.Encryption, (s, v) => s with { Encryption = v },
            "Protocol encryption: \"prefer\" takes both kinds, \"require\" refuses plain connections, \"off\" refuses encrypted ones.")
        .Live("connect", Switch, s => s.Connect, (s, v) => s with { Connect = v },
            "Connect to clients as well as accept them, for those behind a router.")
        .Live("peer_exchange", Switch, s => s.PeerExchange, (s, v) => s with { PeerExchange = v },
            "Exchange addresses of other clients with clients (never for private torrents).")
        .Live("web_seed", Switch, s => s.WebSeed, (s, v) => s with { WebSeed = v },
            "Offer the files over HTTP too and write this box as a web seed into torrents made here.")
        .Live("idle_timeout", Duration(TimeSpan.FromSeconds(30), TimeSpan.FromHours(1)),
            s => s.IdleTimeout, (s, v) => s with { IdleTimeout = v },
            "Silence after which a client is disconnected.")
        .Live("max_announces", Integer(1, 256, 8), s => s.MaxAnnounces, (s, v) => s with { MaxAnnounces = v },
            "Announces to trackers under way at a time.")
        .Restart("dht", new SwitchOrType<DhtMode>(DhtMode.On, DhtMode.Off, "read-only", DhtMode.ReadOnly), s => s.Dht, (s, v) => s with { Dht = v },
            "Have torrents found without a tracker (DHT), within a twentieth of the upload budget. \"read-only\" asks and announces, but answers nobody, "
            + "as it is by itself below 8 KB/s. Private torrents are never named there.")
        .Live("dht_bootstrap", Nodes, s => s.DhtBootstrap, (s, v) => s with { DhtBootstrap = v },
            "Who is asked for the first nodes of the DHT. Later starts begin with those of the last run.");
}
