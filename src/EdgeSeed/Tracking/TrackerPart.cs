using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using EdgeSeed.Config;
using EdgeSeed.Config.Reload;
using EdgeSeed.Linux.Supervision;
using EdgeSeed.Logs;
using EdgeSeed.Network;
using EdgeSeed.Protocol;
using EdgeSeed.Status;
using EdgeSeed.Tracker;
using EdgeSeed.Tracker.Access;
using EdgeSeed.Tracker.Announces;
using EdgeSeed.Tracker.Http;
using EdgeSeed.Tracker.State;
using EdgeSeed.Tracker.Swarms;
using EdgeSeed.Tracker.Udp;
using Microsoft.Extensions.Logging;

namespace EdgeSeed.Tracking;

/// <summary>The tracker inside the service: one store, HTTP and UDP over it, and the box's own seeder in its answers.</summary>
internal sealed class TrackerPart : IAsyncDisposable
{
    private readonly SwarmStore _store;
    private readonly AnnounceHandler _handler;
    private readonly TrackerPolicy _policy;
    private readonly LocalSeeders _local = new();
    private readonly TrackerStateFile _state;
    private readonly PeersFile _peers;
    private readonly TrackerUpkeep _upkeep;
    private readonly TimeProvider _time;
    private readonly Supervisor _supervisor;
    private readonly ILogger _log;
    private readonly long _startedAt;
    private readonly List<UdpTracker> _udp = [];
    private TrackerConfig _config;

    /// <summary>Makes the store and fills it with what was saved; listens to nothing yet.</summary>
    /// <param name="config">Caps, intervals and what is kept.</param>
    /// <param name="stateFile">Where completed counts are kept over restarts; peers, where they are kept, in a file of this name and <c>.peers</c>.</param>
    /// <param name="budget">What may be sent in answers; null for no limit.</param>
    /// <param name="time">The clock of intervals and expiry.</param>
    /// <param name="supervisor">Runs its threads and its timer.</param>
    /// <param name="log">Receives what goes wrong with files.</param>
    public TrackerPart(TrackerConfig config, string stateFile, IAnswerBudget? budget, TimeProvider time, Supervisor supervisor, ILogger log)
    {
        (_config, _time, _supervisor, _log, _startedAt) = (config, time, supervisor, log, time.GetTimestamp());
        TrackerOptions options = TrackerSettings.OptionsOf(config);
        _store = new SwarmStore(options, time);
        _policy = new TrackerPolicy(TrackerSettings.PolicyOf(config));
        _state = new TrackerStateFile(stateFile);
        _peers = new PeersFile(stateFile + ".peers");
        Tell(_state.Load(_store));
        Tell(config.SavePeers ? _peers.Load(_store) : _peers.Delete());
        UpkeepDuties duties = DutiesOf(config, null);
        _upkeep = new TrackerUpkeep(_store, _policy, duties, time, Tell, supervisor);
        _handler = new AnnounceHandler(options, _store, _policy, _local, time) { AccessLog = duties.Log, Budget = budget };
        Http = new HttpTracker(_handler);
    }

    /// <summary>What the operator should know of the list of torrents to serve; null when nothing.</summary>
    public string? Problem => _upkeep.Duties.List?.Problem;

    /// <summary>Follows edits.</summary>
    /// <param name="running">The configuration in effect.</param>
    /// <param name="own">The tracker's part of it, as this service wants it.</param>
    public void Follow(RunningConfig running, Func<SeedConfig, TrackerConfig> own) => running.Follow(config => Apply(own(config)), TrackerConfig.Table);

    /// <summary>Lets the keys that need no restart take effect.</summary>
    public void Apply(TrackerConfig config)
    {
        _handler.Options = TrackerSettings.OptionsOf(config);
        _store.Expiry = config.PeerTimeout;
        if (_config.SavePeers && !config.SavePeers) Tell(_peers.Delete());
        UpkeepDuties duties = DutiesOf(config, _upkeep.Duties);
        _config = config;
        _handler.AccessLog = duties.Log;
        _upkeep.Duties = duties;
        // Last, so that a list is read before anybody is refused by it.
        _policy.Mode = TrackerSettings.PolicyOf(config);
    }

    /// <summary>See <see cref="AnnounceHandler.Joined"/>.</summary>
    public Action<InfoHash, PeerEndPoint>? Joined
    {
        set => _handler.Joined = value;
    }

    /// <summary>The HTTP side, for the web server to carry.</summary>
    public HttpTracker Http { get; }

    /// <summary>Opens the UDP ports.</summary>
    /// <exception cref="SocketException">One is taken.</exception>
    public void ListenUdp(IReadOnlyList<IPEndPoint> places)
    {
        foreach (IPEndPoint place in places) _udp.Add(UdpTracker.Start(_handler, place, _time, _supervisor));
    }

    /// <summary>Learns anew by which addresses clients reach this machine; networks come and go.</summary>
    /// <param name="listen">What is bound: an address that is not listened on is no use to anybody.</param>
    /// <param name="external">What the configured host means, where it is this machine for the world; of each family the first counts.</param>
    public void DetectAddresses(ListenAddresses listen, IPAddress[] external)
    {
        ImmutableArray<InterfaceAddress> own = listen.Detect();
        PeerEndPoint? external4 = null, external6 = null;
        foreach (IPAddress address in external)
        {
            var peer = new PeerEndPoint(address, 0);
            if (AddressScopes.Of(peer) != AddressScope.Global) continue;
            if (peer.IsIPv4) external4 ??= peer;
            else external6 ??= peer;
        }
        _local.Addresses = new BoxAddresses(own, external4, external6);
    }

    /// <summary>Tracks a torrent that this box seeds, and names the box in its answers.</summary>
    public void Publish(InfoHash infoHash, LocalSeeder seeder)
    {
        _local.Set(infoHash, seeder);
        _policy.Add(infoHash);
    }

    /// <summary>See <see cref="LocalSeeders.Alias"/>.</summary>
    public void Alias(InfoHash second, InfoHash infoHash) => _local.Alias(second, infoHash);

    /// <summary>Keeps a torrent's swarm from this tracker until it is withdrawn: it belongs to others.</summary>
    public void Withhold(InfoHash infoHash) => _policy.Withhold(infoHash);

    /// <summary>Tracks it no longer.</summary>
    public void Withdraw(InfoHash infoHash)
    {
        _policy.Release(infoHash);
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
            Seeds = status.Totals.Seeds,
            Completed = status.Totals.Completed,
            Unanswered = status.Unanswered,
            AnswerBytes = status.AnswerBytes,
            StateBytes = _state.BytesWritten + _peers.BytesWritten,
            StateBytesPerHour = (long)((_state.BytesWritten + _peers.BytesWritten) / Math.Max(1, _time.GetElapsedTime(_startedAt).TotalHours)),
            LogLinesDropped = _handler.AccessLog?.Dropped ?? 0,
        };
    }

    /// <summary>Closes the UDP ports, saves the counts, then forgets the swarms; the web server must have stopped.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (UdpTracker tracker in _udp) await tracker.DisposeAsync().ConfigureAwait(false);
        await _upkeep.DisposeAsync().ConfigureAwait(false);
        _store.Dispose();
    }

    /// <summary>A log or list that is the same as before is kept, with what it has gathered or read.</summary>
    private UpkeepDuties DutiesOf(TrackerConfig config, UpkeepDuties? before) => new()
    {
        State = _state,
        Peers = config.SavePeers ? _peers : null,
        SaveInterval = config.SaveInterval,
        Log = config.AccessLog.Length == 0 ? null
            : before?.Log is { } log && (config.AccessLog, config.AccessLogSize) == (_config.AccessLog, _config.AccessLogSize) ? log
            : new AccessLog(config.AccessLog, config.AccessLogSize.Bytes, _time),
        List = config.List.Length == 0 || config.Policy != TrackerAccess.List ? null
            : before?.List is { } list && config.List == _config.List ? list
            : new ServedList(config.List, config.MaxTorrents),
    };

    private void Tell(string? problem)
    {
        if (problem is not null) EdgeSeedLog.Tracker(_log, problem);
    }
}
