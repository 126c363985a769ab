using static EdgeSeed.Config.ConfigTypes;

namespace EdgeSeed.Config;

/// <summary>The keys of <c>[tracker]</c>.</summary>
internal static class TrackerKeys
{
    /// <summary>The section.</summary>
    public static readonly ConfigSection Section = new TableSection<TrackerConfig>(
            "tracker", "The tracker on this box, over HTTP and UDP on service.port.", config => config.Tracker, (config, section) => config with { Tracker = section })
        .Restart("enabled", Switch, s => s.Enabled, (s, v) => s with { Enabled = v },
            "Run a tracker.")
        .Restart("udp", Switch, s => s.Udp, (s, v) => s with { Udp = v },
            "Answer over UDP as well as HTTP.")
        .Live("policy",
            Choice(("library", TrackerPolicy.Library), ("list", TrackerPolicy.List), ("open", TrackerPolicy.Open)),
            s => s.Policy, (s, v) => s with { Policy = v },
            "Which torrents to track: \"library\" what this box seeds, \"list\" those of tracker.list too, \"open\" whatever is announced.")
        .Live("list", OptionalPath, s => s.List, (s, v) => s with { List = v },
            "For policy \"list\": a folder of .torrent files, or a file with one info-hash a line.")
        .Live("interval", Duration(TimeSpan.FromMinutes(1), TimeSpan.FromHours(12)), s => s.Interval, (s, v) => s with { Interval = v },
            "How often clients are asked to announce.")
        .Live("min_interval", Duration(TimeSpan.Zero, TimeSpan.FromHours(12)), s => s.MinInterval, (s, v) => s with { MinInterval = v },
            "Least time between two announces of a client.")
        .Live("peer_timeout", Duration(TimeSpan.FromMinutes(2), TimeSpan.FromDays(1)), s => s.PeerTimeout, (s, v) => s with { PeerTimeout = v },
            "Silence after which a client is forgotten; longer than tracker.interval.")
        .Live("peers_per_answer", Integer(1, 200, 50), s => s.PeersPerAnswer, (s, v) => s with { PeersPerAnswer = v },
            "Most clients named in one answer.")
        .Restart("max_torrents", Integer(1, 10_000_000, 10_000), s => s.MaxTorrents, (s, v) => s with { MaxTorrents = v },
            "Most torrents tracked; then the one silent for longest makes room.")
        .Restart("max_peers_per_torrent", Integer(1, 10_000_000, 10_000), s => s.MaxPeersPerTorrent, (s, v) => s with { MaxPeersPerTorrent = v },
            "Most clients remembered for one torrent; then the one silent for longest makes room.")
        .Restart("max_peers", Integer(1, 100_000_000, 100_000), s => s.MaxPeers, (s, v) => s with { MaxPeers = v },
            "Most clients remembered over all torrents; then the one silent for longest makes room.")
        .Live("source_rate", Integer(1, 1_000_000, 50), s => s.SourceRate, (s, v) => s with { SourceRate = v },
            "Announces a second answered to one address.")
        .Live("source_burst", Integer(1, 1_000_000, 200), s => s.SourceBurst, (s, v) => s with { SourceBurst = v },
            "Announces answered to one address at once, before source_rate applies.")
        .Live("scrape", Switch, s => s.Scrape, (s, v) => s with { Scrape = v },
            "Answer scrapes: how many seeds and downloaders a torrent has.")
        .Live("full_scrape", Switch, s => s.FullScrape, (s, v) => s with { FullScrape = v },
            "Answer scrapes that name no torrent with all of them.")
        .Live("save_interval", Duration(TimeSpan.FromSeconds(30), TimeSpan.FromDays(1)), s => s.SaveInterval, (s, v) => s with { SaveInterval = v },
            "How often counts are saved when they changed; seldom is kind to SD cards.")
        .Live("save_peers", Switch, s => s.SavePeers, (s, v) => s with { SavePeers = v },
            "Save clients along with the counts, so that swarms survive a restart at once.")
        .Live("access_log", OptionalPath, s => s.AccessLog, (s, v) => s with { AccessLog = v },
            "File for one line per announce. Empty: none.")
        .Live("access_log_size", Size(new ByteSize(4_096), ByteSize.MiB(65_536)), s => s.AccessLogSize, (s, v) => s with { AccessLogSize = v },
            "Size at which the access log starts anew; one older file is kept.");
}
