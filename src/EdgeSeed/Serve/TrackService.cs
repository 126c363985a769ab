using EdgeSeed.Config;
using EdgeSeed.Config.Binding;
using EdgeSeed.Config.Reload;
using EdgeSeed.Library;
using EdgeSeed.Lifetime;
using EdgeSeed.Linux.Supervision;
using EdgeSeed.Memory;
using EdgeSeed.Network;
using EdgeSeed.Protocol;
using EdgeSeed.Snapshot;
using EdgeSeed.Status;
using EdgeSeed.Terminal;
using EdgeSeed.Torrents;
using EdgeSeed.Tracker.Announces;
using EdgeSeed.Tracking;
using EdgeSeed.Web;
using Microsoft.Extensions.Logging;

namespace EdgeSeed.Serve;

/// <summary><c>edgeseed track</c>: tracker and page, without anything to seed.</summary>
internal sealed class TrackService : IAsyncDisposable
{
    private readonly PartStack _parts;
    private readonly StatusTaker _taker;
    private readonly ServiceManager _manager;
    private readonly Supervisor _supervisor;

    private TrackService(PartStack parts, StatusTaker taker, StatusBoard status, ServiceManager manager, Supervisor supervisor) =>
        (_parts, _taker, Status, _manager, _supervisor) = (parts, taker, status, manager, supervisor);

    /// <summary>What the service is doing.</summary>
    public StatusBoard Status { get; }

    /// <summary>Completes with the fault of a part without which the service must end.</summary>
    public Task<PartFault> Fatal => _supervisor.Fatal;

    /// <summary>The announce URL, as other machines reach it.</summary>
    public string AnnounceUrl => _taker.Urls.Shown;

    /// <summary>Opens the ports; when it returns, announces are answered.</summary>
    /// <param name="settings">The configuration.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logging">Where messages go.</param>
    /// <exception cref="ServiceStartException">A port is taken.</exception>
    public static Task<TrackService> StartAsync(ServiceSettings settings, TimeProvider time, ILoggerFactory logging) =>
        PartStack.OpenAsync(parts => OpenAsync(parts, settings, time, logging));

    /// <summary>Closes the ports and saves the counts.</summary>
    public async ValueTask DisposeAsync()
    {
        _manager.Stopping();
        _taker.IsStopping = true;
        await _parts.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Alone it has no library: unless a policy was given at the start, any torrent is tracked, as with every tracker of old.</summary>
    public static TrackerConfig Alone(TrackerConfig tracker, ConfigOrigins origins) =>
        tracker.Policy == TrackerAccess.Library && origins.Find("tracker.policy") is null ? tracker with { Policy = TrackerAccess.Open } : tracker;

    private static async Task<TrackService> OpenAsync(PartStack parts, ServiceSettings settings, TimeProvider time, ILoggerFactory logging)
    {
        ILogger log = logging.CreateLogger("EdgeSeed");
        SeedConfig config = settings.Config;
        Supervisor supervisor = FaultTelling.Supervise(time, log);
        ListenAddresses listen = ListenAddresses.Of(config.Service);
        TrackerPart tracker = parts.Own(new TrackerPart(config.Tracker, StateFileOf(settings.StatePath), null, time, supervisor, log));
        int port = Ports.Choose(config.Service.Port, listen);
        var addresses = new AddressBook(listen, time);
        var urls = new TrackerUrls([], () => $"http://{addresses.Host}:{port}/announce");
        ConfigFollower? follower = null;
        var taker = new StatusTaker(time)
        {
            Port = port,
            Urls = urls,
            Library = new Catalogue { IsSearched = true },
            Supervisor = supervisor,
            Addresses = addresses,
            Config = () => follower?.Running ?? config,
            ConfigMistake = () => follower?.Mistake,
            Problems = () => follower?.Problems ?? [],
            Tracker = tracker,
        };
        var status = new StatusBoard(taker.TakeAsync, time) { Supervisor = supervisor };
        var requests = new RequestSwitch(status, new NoTorrents(), () => config.Web, () => Ports.HostsOf(config, listen, onRouter: null), urls, new TrackerEndpoint(tracker.Http)) { Supervisor = supervisor };
        await Ports.OpenAsync(parts, config, listen, port, requests, tracker, null, supervisor, logging).ConfigureAwait(false);
        AddressWatch watch = parts.Own(new AddressWatch(tracker, listen, static () => null, supervisor));
        parts.Own(new NetworkWatch(watch.Look, static () => BoxAddresses.Detect().Interfaces, supervisor));
        var manager = new ServiceManager();
        if (settings.ConfigFile is not null) follower = parts.Own(new ConfigFollower(settings, Apply, manager, time, supervisor, logging.CreateLogger(LineLog.NoticeCategory)));
        manager.Ready();
        if (manager.Watch(status, new PortProbe(listen.Local, port, 0), static current => StatusSentence.Of(current), FaultTelling.NoStatus(log), supervisor) is { } watchdog) parts.Own(watchdog);
        parts.Own(new CodePages(config.Service.MemoryLimit.Bytes, time, supervisor));
        return new TrackService(parts, taker, status, manager, supervisor);

        void Apply(ConfigReload reload)
        {
            if (reload.Changed.Touches("tracker")) tracker.Apply(Alone(reload.Running.Tracker, settings.Origins));
        }
    }

    /// <summary><c>--state</c> may name a directory, as with every service, or the file itself, as the tools of old had it.</summary>
    private static string StateFileOf(string path)
    {
        string file = Directory.Exists(path) || !Path.HasExtension(path) ? Path.Combine(path, "tracker.state") : path;
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ServiceStartException($"the folder of {file} cannot be made: {exception.Message} (--state FILE names another)", exception);
        }
        return file;
    }
}

/// <summary>For a tracker alone: it has no torrent files to give.</summary>
internal sealed class NoTorrents : ITorrentFiles
{
    /// <inheritdoc/>
    public Task<Shelved<DressedTorrent>> ReadAsync(InfoHash infoHash, string? announceUrl, CancellationToken cancellation) => Task.FromResult<Shelved<DressedTorrent>>(default);

    /// <inheritdoc/>
    public Task<Shelved<TorrentDetail>> DescribeAsync(InfoHash infoHash, bool withFiles, CancellationToken cancellation) => Task.FromResult<Shelved<TorrentDetail>>(default);
}
