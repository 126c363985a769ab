using System.Net;
using EdgeSeed.Config;
using EdgeSeed.Tracker;
using EdgeSeed.Tracker.Access;

namespace EdgeSeed.Tracking;

/// <summary>The configuration in the tracker's own terms.</summary>
internal static class TrackerSettings
{
    /// <summary>Intervals, limits and caps.</summary>
    public static TrackerOptions OptionsOf(TrackerConfig config)
    {
        var options = new TrackerOptions
        {
            Interval = config.Interval,
            MinInterval = config.MinInterval,
            Jitter = config.Jitter / 100.0,
            Expiry = config.PeerTimeout,
            PeersPerAnswer = config.PeersPerAnswer,
            MaxPeersPerAnswer = config.MaxPeersPerAnswer,
            MaxTorrents = config.MaxTorrents,
            MaxPeersPerTorrent = config.MaxPeersPerTorrent,
            MaxPeersPerSource = config.PortsPerAddress,
            TrustedProxies = new TrustedProxies([.. config.TrustedProxies.Select(NetworkOf)]),
            MaxPeerBytes = config.MaxMemory.Bytes,
            RequestsPerSecondPerSource = config.SourceRate,
            BurstPerSource = config.SourceBurst,
            LanIsForwarded = config.LanForwarded,
            AnswersScrapes = config.Scrape,
            AnswersFullScrapes = config.Scrape && config.FullScrape,
        };
        return config.UdpWorkers == 0 ? options : options with { UdpWorkers = config.UdpWorkers };
    }

    private static IPNetwork NetworkOf(string text) =>
        IPAddress.TryParse(text, out IPAddress? address) ? new IPNetwork(address, address.GetAddressBytes().Length * 8) : IPNetwork.Parse(text);

    /// <summary>Which torrents are served.</summary>
    public static AccessPolicy PolicyOf(TrackerConfig config) => config.Policy switch
    {
        TrackerAccess.Open => AccessPolicy.Open,
        TrackerAccess.List => AccessPolicy.List,
        _ => AccessPolicy.Library,
    };
}
