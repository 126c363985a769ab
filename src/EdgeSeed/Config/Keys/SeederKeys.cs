using static EdgeSeed.Config.ConfigTypes;

namespace EdgeSeed.Config;

/// <summary>The keys of <c>[seeder]</c>.</summary>
internal static class SeederKeys
{
    /// <summary>The section.</summary>
    public static readonly ConfigSection Section = new TableSection<SeederConfig>(
            "seeder", "How this box uploads.", config => config.Seeder, (config, section) => config with { Seeder = section })
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
            "Announces to trackers under way at a time.");
}
