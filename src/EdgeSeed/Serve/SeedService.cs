using EdgeSeed.Config;
using EdgeSeed.Config.Binding;
using EdgeSeed.Config.Reload;
using EdgeSeed.Engine.Announcing;
using EdgeSeed.Engine.Budget;
using EdgeSeed.Engine.Sessions;
using EdgeSeed.Faces;
using EdgeSeed.Library;
using EdgeSeed.Lifetime;
using EdgeSeed.Linux.Supervision;
using EdgeSeed.Logs;
using EdgeSeed.Memory;
using EdgeSeed.Network;
using EdgeSeed.Snapshot;
using EdgeSeed.Status;
using EdgeSeed.Storage;
using EdgeSeed.Storage.Content;
using EdgeSeed.Storage.State;
using EdgeSeed.Terminal;
using EdgeSeed.Torrents;
using EdgeSeed.Tracker.Announces;
using EdgeSeed.Tracking;
using EdgeSeed.Upload;
using EdgeSeed.Web;
using Microsoft.Extensions.Logging;

namespace EdgeSeed.Serve;

/// <summary>
/// <c>edgeseed serve</c>: tracker, seeder, library and page in one process, opened in the order in which they need each other and
/// closed in the reverse.
/// </summary>
internal sealed class SeedService : IAsyncDisposable
{
    private static readonly TimeSpan s_lastLook = TimeSpan.FromSeconds(1);

    private readonly PartStack _parts;
    private readonly StatusTaker _taker;
    private readonly ServiceManager _manager;
    private readonly Supervisor _supervisor;

    private SeedService(PartStack parts, StatusTaker taker, StatusBoard status, ServiceManager manager, Supervisor supervisor, LibraryLoop loop) =>
        (_parts, _taker, Status, _manager, _supervisor, FirstPass) = (parts, taker, status, manager, supervisor, loop.FirstPass);

    /// <summary>What the service is doing.</summary>
    public StatusBoard Status { get; }

    /// <summary>The page's address, as other machines reach it.</summary>
    public string PageUrl => _taker.PageUrl;

    /// <summary>Completes with the fault of a part without which the service must end.</summary>
    public Task<PartFault> Fatal => _supervisor.Fatal;

    /// <summary>Completes when everything that was in the folders at the start is seeded, or has failed.</summary>
    public Task FirstPass { get; }

    /// <summary>Opens everything; when it returns, page and tracker answer, and hashing has begun.</summary>
    /// <param name="settings">The configuration.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logging">Where messages go.</param>
    /// <exception cref="ServiceStartException">A port is taken, or the state directory cannot be used.</exception>
    public static Task<SeedService> StartAsync(ServiceSettings settings, TimeProvider time, ILoggerFactory logging) =>
        PartStack.OpenAsync(parts => OpenAsync(parts, settings, time, logging));

    /// <summary>Stops: hashing ends within a buffer's time, requests within a second, then peers are let go and counts are saved.</summary>
    public async ValueTask DisposeAsync()
    {
        _manager.Stopping();
        // What is shown while it stops is the last status; a session that is dead gives none.
        await ((Task)Status.ReadAsync()).WaitAsync(s_lastLook).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _taker.IsStopping = true;
        await _parts.DisposeAsync().ConfigureAwait(false);
    }

    private static async Task<SeedService> OpenAsync(PartStack parts, ServiceSettings settings, TimeProvider time, ILoggerFactory logging)
    {
        ILogger log = logging.CreateLogger("EdgeSeed");
        SeedConfig config = settings.Config;
        Supervisor supervisor = FaultTelling.Supervise(time, log);
        CodePages code = parts.Own(new CodePages(config.Service.MemoryLimit.Bytes, time, supervisor));
        FaceThread faces = parts.Own(new FaceThread(config, time, log, supervisor));
        StateDirectory state = parts.Own(OpenState(settings.StatePath));
        if (settings.IsConfigured && ConfigNote.Leave(state, settings.StatePath) is { } unnoted) EdgeSeedLog.StateFailed(log, unnoted.ToString());
        ListenAddresses listen = ListenAddresses.Of(config.Service);
        MemoryPlan memory = MemoryPlan.Of(config.Service);
        var budget = new UploadBudget(config.Seeder.Upload.BytesPerSecond, time, supervisor);
        var budgets = new UploadBudgets(budget, new UploadBudget(config.Lan.Upload.BytesPerSecond, time, supervisor));
        TrackerPart? tracker = config.Tracker.Enabled
            ? parts.Own(new TrackerPart(memory.Fit(config.Tracker), Path.Combine(settings.StatePath, "tracker.state"), new AnswerBudget(budgets), time, supervisor, log))
            : null;
        OpenFileCache files = parts.Own(new OpenFileCache());
        SeedSession session = parts.Own(Ports.OpenSession(settings, listen, budgets, memory, time, supervisor, log));
        if (tracker is not null) tracker.Joined = (infoHash, peer) => session.Joined(infoHash, peer);
        session.BugFound = (where, bug) => EdgeSeedLog.Bug(log, where, bug);
        UploadKeeper keeper = parts.Own(new UploadKeeper(budgets, session, state, config, time, supervisor, log));
        int port = Ports.Choose(config.Service.Port, listen);

        var addresses = new AddressBook(listen, time);
        var urls = new TrackerUrls(config.Library.Announce, tracker is null ? null : () => $"http://{addresses.Host}:{port}/announce");
        var own = new OwnTracker(urls, listen, port);
        Announcer announcer = parts.Own(new Announcer(
            new AnnouncerOptions { MaxConcurrent = config.Seeder.MaxAnnounces, MaxTrackers = memory.ExternalTrackers }, new AnnounceIdentity(session.PeerId, session.Port, listen.Bound[0]), time, supervisor)
        {
            IsOwnTracker = own.Is,
            Progress = session.ReadProgressAsync,
            Peers = session,
            Budget = budget,
        });
        RouterPorts router = parts.Own(new RouterPorts(Ports.Mapped(port, session.Port, tracker is not null && config.Tracker.Udp), time, supervisor, log));
        router.Want(config.Service.PortMapping);
        ConfigFollower? follower = null;
        var library = new Catalogue { ShowsPrivate = () => (follower?.Running ?? config).Library.ShowPrivate };
        TorrentShelf shelf = parts.Own(new TorrentShelf(library, state, urls, session)
        {
            WebSeed = new WebSeedLink(() => $"http://{addresses.Host}:{port}/", () => follower?.Running ?? config),
            MaxBytes = memory.TorrentFileBytes,
            TooLarge = (name, why) => EdgeSeedLog.TorrentTooLarge(log, name, why),
        });
        var traffic = new WebTraffic();
        FileEndpoint downloads = parts.Own(new FileEndpoint(new FileShelf(library, shelf), session, budgets, () => follower?.Running ?? config, traffic));
        var publisher = new Publisher(session, tracker, announcer, urls, own.Is, files, state.Torrents, supervisor);
        var loop = new LibraryLoop(LibraryOptions.Of(config, memory, settings.Publishes), new LibraryTools(library, state, publisher, time, supervisor, log));
        var taker = new StatusTaker(time)
        {
            Port = port,
            Urls = urls,
            Library = library,
            Supervisor = supervisor,
            Addresses = addresses,
            Config = () => follower?.Running ?? config,
            Session = session,
            Keeper = keeper,
            Web = traffic,
            Rates = parts.Own(new RateHistory(() => budget.TotalBytes + budgets.Lan.TotalBytes, time, supervisor)),
            Tracker = tracker,
            Announcer = announcer,
            Router = router,
            Drives = loop.Drives,
            ConfigMistake = () => follower?.Mistake,
            Problems = () => follower?.Problems ?? [],
        };
        var status = new StatusBoard(taker.TakeAsync, time) { Supervisor = supervisor };
        faces.Board = status;
        faces.Eject = drive => _ = supervisor.RunAsync("eject", () => loop.EjectAsync(drive, CancellationToken.None), CancellationToken.None);
        var requests = new RequestSwitch(
            status, shelf, () => taker.Config().Web, () => Ports.HostsOf(taker.Config(), listen, router.ExternalAddress), urls, tracker is null ? null : new TrackerEndpoint(tracker.Http), downloads)
        { Supervisor = supervisor };
        code.GiveBack();
        await Ports.OpenAsync(parts, config, listen, port, requests, tracker, budgets, supervisor, logging).ConfigureAwait(false);

        DiscoveryKeeper discovery = parts.Own(new DiscoveryKeeper(session, config.Lan.Discovery, listen.Bound, supervisor, log));
        var manager = new ServiceManager();
        if (settings.ConfigFile is not null) follower = parts.Own(new ConfigFollower(settings, Apply, manager, time, supervisor, logging.CreateLogger(LineLog.NoticeCategory)));
        AddressWatch? watch = tracker is null ? null : parts.Own(new AddressWatch(tracker, listen, () => router.ExternalAddress, supervisor));
        if (watch is not null) router.Changed = watch.Look;
        parts.Own(new NetworkWatch(OnNetwork, static () => BoxAddresses.Detect().Interfaces, supervisor));
        parts.Own(new AddressNote(state, $"http://{ListenAddresses.Write(listen.Local)}:{port}/", log));
        parts.Own(new LibraryRun(loop, supervisor));
        parts.Own(new FetchLoop(() => (follower?.Running ?? config).Library, library, loop.Search, session, announcer, tracker, urls, budget, files, time, supervisor, log)).Start();
        if (config.Drives.Enabled) parts.Own(new ControlSocket(settings.StatePath, loop.EjectAsync, supervisor, log));
        EdgeSeedLog.Started(log, port, session.Port);
        manager.Ready();
        if (manager.Watch(status, new PortProbe(listen.Local, port, session.Port), static current => StatusSentence.Of(current), FaultTelling.NoStatus(log), supervisor) is { } watchdog) parts.Own(watchdog);
        code.GiveBack();
        return new SeedService(parts, taker, status, manager, supervisor, loop);

        // Trackers that failed while there was no network would else be asked again only after their longest pause.
        void OnNetwork()
        {
            announcer.RetryNow();
            watch?.Look();
        }

        void Apply(ConfigReload reload)
        {
            if (reload.Changed.Touches("seeder"))
            {
                keeper.Config = reload.Running;
                _ = supervisor.RunAsync("session", () => session.SetBoundsAsync(SessionOptions.Of(reload.Running, memory)), CancellationToken.None);
                discovery.IsWanted = reload.Running.Lan.Discovery;
                announcer.MaxConcurrent = reload.Running.Seeder.MaxAnnounces;
            }
            if (reload.Changed.Touches("service")) router.Want(reload.Running.Service.PortMapping);
            if (reload.Changed.Touches("hardware")) faces.Config = reload.Running;
            if (reload.Changed.Touches("library") || reload.Changed.Touches("drives")) loop.Options = LibraryOptions.Of(reload.Running, memory, settings.Publishes);
            if (reload.Changed.Touches("tracker")) tracker?.Apply(memory.Fit(reload.Running.Tracker));
        }
    }

    private static StateDirectory OpenState(string path) =>
        StateDirectory.Open(LocalPath.FromString(path), out StateDirectory? state) is { } unusable
            ? throw new ServiceStartException($"{unusable} (--state DIR names another state directory)")
            : state!;
}
