using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using EdgeSeed.Config;
using EdgeSeed.Protocol;
using EdgeSeed.Status;
using EdgeSeed.Tracker;
using EdgeSeed.Tracker.Access;
using EdgeSeed.Tracker.Http;
using EdgeSeed.Tracker.State;
using EdgeSeed.Tracker.Swarms;
using EdgeSeed.Tracker.Udp;
using Microsoft.Extensions.Logging;

namespace EdgeSeed.Service;

/// <summary>The tracker inside the service: one store, HTTP and UDP over it, and the box's own seeder in its answers.</summary>
internal sealed class TrackerPart : IAsyncDisposable
{
    private readonly SwarmStore _store;
    private readonly AnnounceHandler _handler;
    private readonly Tracker.Access.TrackerPolicy _policy;
    private readonly LocalSeeders _local = new();
    private readonly TrackerUpkeep _upkeep;
    private readonly List<UdpTracker> _udp = [];

    /// <summary>Makes the store; listens to nothing yet.</summary>
    /// <param name="config">Caps and intervals.</param>
    /// <param name="stateFile">Where completed counts are kept over restarts.</param>
    /// <param name="time">The clock of intervals and expiry.</param>
    /// <param name="log">Receives what goes wrong with the state file and the access log.</param>
    public TrackerPart(TrackerConfig config, string stateFile, TimeProvider time, ILogger log)
    {
        TrackerOptions options = OptionsOf(config);
        _store = new SwarmStore(options, time);
        _policy = new Tracker.Access.TrackerPolicy(config.Policy switch
        {
            Config.TrackerPolicy.Open => AccessPolicy.Open,
            Config.TrackerPolicy.List => AccessPolicy.List,
            _ => AccessPolicy.Library,
        });
        AccessLog? access = config.AccessLog.Length == 0 ? null : new AccessLog(config.AccessLog, config.AccessLogSize.Bytes, time);
        var state = new TrackerStateFile(stateFile);
        if (state.Load(_store) is { } problem) EdgeSeedLog.Tracker(log, problem);
        _upkeep = new TrackerUpkeep(_store, state, access, config.SaveInterval, time, text => EdgeSeedLog.Tracker(log, text));
        _handler = new AnnounceHandler(options, _store, _policy, _local, time) { AccessLog = access };
        Http = new HttpTracker(_handler);
    }

    /// <summary>The HTTP side, for the web server to carry.</summary>
    public HttpTracker Http { get; }

    /// <summary>Opens the UDP ports.</summary>
    /// <exception cref="SocketException">One is taken.</exception>
    public void ListenUdp(IReadOnlyList<IPAddress> addresses, int port, TimeProvider time)
    {
        foreach (IPAddress address in addresses) _udp.Add(UdpTracker.Start(_handler, new IPEndPoint(address, port), time));
    }

    /// <summary>Learns anew by which addresses clients reach this machine; networks come and go.</summary>
    /// <param name="listen">What is bound: an address that is not listened on is no use to anybody.</param>
    public void DetectAddresses(ListenAddresses listen)
    {
        ImmutableArray<InterfaceAddress> own = BoxAddresses.Detect().Interfaces;
        if (!listen.IsAny) own = [.. own.Where(address => listen.Bound.Any(bound => bound.Equals(address.Address.Address)))];
        PeerEndPoint? external = IPAddress.TryParse(listen.Host.Trim('[', ']'), out IPAddress? named) ? new PeerEndPoint(named, 0) : null;
        _local.Addresses = new BoxAddresses(own, external is { IsIPv4: true } ? external : null, external is { IsIPv4: false } ? external : null);
    }

    /// <summary>Tracks a torrent that this box seeds, and names the box in its answers.</summary>
    public void Publish(InfoHash infoHash, LocalSeeder seeder)
    {
        _local.Set(infoHash, seeder);
        _policy.Add(infoHash);
    }

    /// <summary>Tracks it no longer.</summary>
    public void Withdraw(InfoHash infoHash)
    {
        _policy.Remove(infoHash);
        _local.Remove(infoHash);
    }

    /// <summary>Seeds, leechers and completed downloads of one torrent, this box included.</summary>
    public (int Seeds, int Leechers, int Completed) Counts(InfoHash infoHash)
    {
        var counts = _handler.Scrape(infoHash);
        return (Math.Max(0, counts.Complete), counts.Incomplete, counts.Downloaded);
    }

    /// <summary>The figures over all torrents.</summary>
    /// <param name="boxBytes">Payload bytes that this box has sent.</param>
    public TrackerFigures Figures(long boxBytes)
    {
        TrackerStatus status = _handler.Status(boxBytes);
        return new TrackerFigures
        {
            Announces = status.Announces,
            Scrapes = status.Scrapes,
            Refused = status.NotServed + status.TooOften,
            Torrents = status.Totals.Torrents,
            Peers = status.Totals.IPv4Peers + status.Totals.IPv6Peers,
            SwarmBytes = status.SwarmDownloadedBytes,
            Amplification = status.Amplification,
        };
    }

    /// <summary>Closes the UDP ports, saves the counts, then forgets the swarms; the web server must have stopped.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (UdpTracker tracker in _udp) await tracker.DisposeAsync().ConfigureAwait(false);
        await _upkeep.DisposeAsync().ConfigureAwait(false);
        _store.Dispose();
    }

    private static TrackerOptions OptionsOf(TrackerConfig config)
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
            MaxPeerBytes = config.MaxMemory.Bytes,
            RequestsPerSecondPerSource = config.SourceRate,
            BurstPerSource = config.SourceBurst,
            LanIsForwarded = config.LanForwarded,
        };
        return config.UdpWorkers == 0 ? options : options with { UdpWorkers = config.UdpWorkers };
    }
}
