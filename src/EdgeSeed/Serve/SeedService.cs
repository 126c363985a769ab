using EdgeSeed.Config;
using EdgeSeed.Config.Binding;
using EdgeSeed.Downloads;
using EdgeSeed.Engine.Announcing;
using EdgeSeed.Engine.Budget;
using EdgeSeed.Engine.Sessions;
using EdgeSeed.Faces;
using EdgeSeed.Library;
using EdgeSeed.Lifetime;
using EdgeSeed.Logs;
using EdgeSeed.Memory;
using EdgeSeed.Network;
using EdgeSeed.Snapshot;
using EdgeSeed.Status;
using EdgeSeed.Storage;
using EdgeSeed.Storage.Content;
using EdgeSeed.Storage.State;
using EdgeSeed.Torrents;
using EdgeSeed.Tracking;
using EdgeSeed.Upload;
using EdgeSeed.Web;
using Microsoft.Extensions.Logging;

namespace EdgeSeed.Serve;

/// <summary>
/// The wiring of <c>edgeseed serve</c>: tracker, seeder, library and page in one process, opened in the order in which they need each other and
/// closed in the reverse. What a part does with edits of its tables it says itself, in its <c>Follow</c>.
/// </summary>
internal static class SeedService
{
    /// <summary>Opens everything; when it returns, page and tracker answer, and hashing has begun.</summary>
    /// <param name="settings">The configuration.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logging">Where messages go.</param>
    /// <exception cref="ServiceStartException">A port is taken, or the state directory cannot be used.</exception>
    public static Task<Service> StartAsync(ServiceSettings settings, TimeProvider time, ILoggerFactory logging) =>
        PartStack.OpenAsync(parts => OpenAsync(new ServiceBasis(parts, settings, time, logging), settings, time));

    private static async Task<Service> OpenAsync(ServiceBasis basis, ServiceSettings settings, TimeProvider time)
    {
        (PartStack parts, SeedConfig config, ILogger log, MemoryPlan memory) = (basis.Parts, settings.Config, basis.Log, MemoryPlan.Of(settings.Config.Service));
        basis.Code.GiveBack();
        FaceThread faces = parts.Own(new FaceThread(config, time, log, basis.Supervisor));
        faces.Follow(basis.Config);
        StateDirectory state = parts.Own(OpenState(settings.StatePath));
        if (settings is { IsConfigured: true, ConfigFile: { } file }) Note(settings, file, state, log);

        // What is sent, and by whom.
        var budget = new UploadBudget(config.Seeder.Upload.BytesPerSecond, time, basis.Supervisor);
        basis.Listen.Egress.Budget = budget;
        var budgets = new UploadBudgets(budget, new UploadBudget(config.Lan.Upload.BytesPerSecond, time, basis.Supervisor));
        TrackerPart? tracker = config.Tracker.Enabled
            ? parts.Own(new TrackerPart(memory.Fit(config.Tracker), Path.Combine(settings.StatePath, "tracker.state"), new AnswerBudget(budgets), time, basis.Supervisor, log))
            : null;
        tracker?.Follow(basis.Config, edited => memory.Fit(edited.Tracker));
        OpenFileCache files = parts.Own(new OpenFileCache());
        var seeder = new SeederPart(basis, settings, budgets, memory, time);
        seeder.Follow(basis.Config);
        SeedSession session = seeder.Session;
        if (tracker is not null) tracker.Joined = (infoHash, peer) => session.Joined(infoHash, peer);
        UploadKeeper keeper = parts.Own(new UploadKeeper(budgets, session, state, config, time, basis.Supervisor, log));
        keeper.Follow(basis.Config);

        // Under which addresses.
        string OwnUrl(string path) => $"http://{basis.Addresses.Host}:{basis.Port}/{path}";
        var urls = new TrackerUrls(config.Library.Announce, tracker is null ? null : () => OwnUrl("announce"));
        var own = new OwnTracker(urls, basis.Listen, basis.Port);
        Announcer announcer = seeder.Announce(basis, own.Is, budget, time);
        session.SaidSeeds = infoHash => Math.Max(announcer.Status(infoHash)?.Seeds ?? 0, tracker?.Counts(infoHash).Seeds ?? 0) - 1;
        RouterPorts router = parts.Own(
            new RouterPorts(basis.Listen.Egress, Ports.Mapped(basis.Port, session.Port, tracker is not null && config.Tracker.Udp, seeder.NodePort), time, basis.Supervisor, log));
        router.Follow(basis.Config);

        // What is published.
        var library = new Catalogue { ShowsPrivate = () => basis.Config.Current.Library.ShowPrivate };
        TorrentShelf shelf = parts.Own(new TorrentShelf(library, state, urls, session)
        {
            WebSeed = new WebSeedLink(() => OwnUrl(""), () => basis.Config.Current),
            MaxBytes = memory.TorrentFileBytes,
            TooLarge = (name, why) => EdgeSeedLog.TorrentTooLarge(log, name, why),
        });
        var publisher = new Publisher(session, tracker, announcer, urls, own.Is, files, state.Torrents, basis.Supervisor) { Wish = entry => TorrentWishes.Of(basis.Config.Current, entry) };
        new WishKeeper(library, session, Announce, basis.Supervisor).Follow(basis.Config);
        var loop = new LibraryLoop(LibraryOptions.Of(config, memory, settings.Publishes), new LibraryBasis(library, state, publisher, time, basis.Supervisor, log));
        loop.Follow(basis.Config, edited => LibraryOptions.Of(edited, memory, settings.Publishes));

        async Task Announce(LibraryEntry entry, bool isWanted)
        {
            if (!isWanted) announcer.Remove(entry.InfoHash!.Value);
            else await shelf.ReadAsync(entry, torrent => publisher.Announce(entry, torrent), CancellationToken.None).ConfigureAwait(false);
        }

        // What is shown.
        var traffic = new WebTraffic();
        FileEndpoint downloads = parts.Own(new FileEndpoint(new FileShelf(library, shelf, () => basis.Config.Current), session, budgets, () => basis.Config.Current, traffic));
        var taker = new StatusTaker(basis.Config, time)
        {
            Port = basis.Port,
            Urls = urls,
            Library = library,
            Supervisor = basis.Supervisor,
            Addresses = basis.Addresses,
            Session = session,
            Keeper = keeper,
            Web = traffic,
            Rates = parts.Own(new RateHistory(() => budget.TotalBytes + budgets.Lan.TotalBytes, time, basis.Supervisor)),
            Tracker = tracker,
            Announcer = announcer,
            Router = router,
            Drives = loop.Drives,
            Notice = new OwnerNotice(settings.StatePath).Read,
        };
        var status = new StatusBoard(taker.TakeAsync, time) { Supervisor = basis.Supervisor };
        faces.Board = status;
        faces.Eject = drive => _ = basis.Supervisor.RunAsync("eject", () => loop.EjectAsync(drive, CancellationToken.None), CancellationToken.None);
        var owner = new OwnerControls(keeper, loop, status, time);
        basis.Code.GiveBack();
        await basis.OpenAsync(status, shelf, urls, tracker, budgets, downloads, () => router.ExternalAddress, owner).ConfigureAwait(false);

        // What goes on by itself.
        DiscoveryKeeper discovery = parts.Own(new DiscoveryKeeper(session, config.Lan.Discovery, basis.Listen, basis.Supervisor, log));
        discovery.Follow(basis.Config);
        seeder.JoinDht(basis, state, time);
        basis.FollowFile();
        // Trackers that failed while there was no network would else be asked again only after their longest pause.
        Action lookAtAddresses = router.Changed = basis.WatchAddresses(tracker, () => router.ExternalAddress, () => announcer.RetryNow());
        basis.WatchDevice(back =>
        {
            if (back.IsBroken) _ = basis.Supervisor.RunAsync("session", session.RouteReturnedAsync, CancellationToken.None);
            announcer.RetryNow(back.IsMoved);
            discovery.Look();
            router.AskAnew();
            lookAtAddresses();
        });
        parts.Own(new AddressNote(state, $"http://{basis.Secret}@{ListenAddresses.Write(basis.Listen.Local)}:{basis.Port}/", log));
        parts.Own(new LibraryRun(loop, basis.Supervisor));
        var means = new DownloadMeans(session, announcer, basis.Listen.Egress, budget, time, basis.Supervisor, IsAskedFor: false);
        parts.Own(new FetchLoop(() => basis.Config.Current.Library, library, loop.Search, means, tracker, urls, files, log) { MaxTorrentBytes = memory.TorrentFileBytes }).Start();
        parts.Own(new ControlSocket(settings.StatePath, owner.DoAsync, basis.Supervisor, log));
        EdgeSeedLog.Started(log, basis.Port, session.Port);
        return basis.Ready(taker, status, session.Port, loop.FirstPass);
    }

    private static void Note(ServiceSettings settings, string file, StateDirectory state, ILogger log)
    {
        if (ConfigNote.Leave(state, settings.StatePath, file) is { } unnoted) EdgeSeedLog.StateFailed(log, unnoted.ToString());
        if (settings.UsualStatePath != settings.StatePath && ConfigNote.LeaveApart(settings.UsualStatePath, file) is { } reason) EdgeSeedLog.StateFailed(log, reason);
    }

    private static StateDirectory OpenState(string path) =>
        StateDirectory.Open(LocalPath.FromString(path), out StateDirectory? state) is { } unusable
            ? throw new ServiceStartException($"{unusable} (--state DIR names another state directory)")
            : state!;
}
