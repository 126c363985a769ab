using System.Net;
using EdgeSeed.Config.Binding;
using EdgeSeed.Config.Reload;
using EdgeSeed.Engine.Budget;
using EdgeSeed.Lifetime;
using EdgeSeed.Linux.Supervision;
using EdgeSeed.Logs;
using EdgeSeed.Memory;
using EdgeSeed.Network;
using EdgeSeed.Snapshot;
using EdgeSeed.Status;
using EdgeSeed.Torrents;
using EdgeSeed.Tracking;
using EdgeSeed.Web;
using Microsoft.Extensions.Logging;

namespace EdgeSeed.Serve;

/// <summary>What <c>serve</c> and <c>track</c> stand on: configuration, supervision, addresses and ports, and how a service comes up and is watched.</summary>
/// <param name="parts">Owns what is opened.</param>
/// <param name="settings">The configuration.</param>
/// <param name="time">The clock.</param>
/// <param name="logging">Where messages go.</param>
internal sealed class ServiceBasis(PartStack parts, ServiceSettings settings, TimeProvider time, ILoggerFactory logging)
{
    /// <summary>Owns what is opened.</summary>
    public PartStack Parts => parts;

    /// <summary>Where messages go.</summary>
    public ILogger Log { get; } = logging.CreateLogger("EdgeSeed");

    /// <summary>The configuration in effect.</summary>
    public RunningConfig Config { get; } = new(settings.Config);

    /// <summary>Runs everything.</summary>
    public Supervisor Supervisor => field ??= FaultTelling.Supervise(time, Log);

    /// <summary>Gives code back that is not in use.</summary>
    public CodePages Code => field ??= parts.Own(new CodePages(settings.Config.Service.MemoryLimit.Bytes, time, Supervisor));

    /// <summary>What is bound, and by which name it is reached.</summary>
    public ListenAddresses Listen { get; } = new(settings.Config.Service.Bind, settings.Config.Service.Dns, settings.Config.Service.PublicHost, time);

    /// <summary>Port of page and tracker; a free one is chosen when it is first asked for, so after that of the peers.</summary>
    public int Port => field != 0 ? field : field = Ports.Choose(settings.Config.Service.Port, Listen);

    /// <summary>What only those know who may enter the state directory.</summary>
    public string Secret { get; } = AddressNote.NewSecret();

    /// <summary>The machine's addresses.</summary>
    public AddressBook Addresses => field ??= new AddressBook(Listen, time);

    /// <summary>What started it.</summary>
    public SystemdNotify Systemd { get; } = new();

    /// <summary>Has the page and the tracker reached: opens their port, TCP and UDP.</summary>
    /// <param name="status">The status to show.</param>
    /// <param name="torrents">The torrents to give out.</param>
    /// <param name="urls">The trackers in links.</param>
    /// <param name="tracker">Null for none.</param>
    /// <param name="budgets">From which everything is sent; null for no budget.</param>
    /// <param name="downloads">Answers downloads; null for none.</param>
    /// <param name="onRouter">The router's outer address; null while it does not let the world in.</param>
    /// <param name="owner">Does what the owner's page asks for; null where nothing can be asked for.</param>
    /// <exception cref="ServiceStartException">The port is taken, or may not be opened.</exception>
    public Task OpenAsync(
        StatusBoard status, ITorrentFiles torrents, TrackerUrls urls, TrackerPart? tracker, UploadBudgets? budgets = null, FileEndpoint? downloads = null, Func<IPAddress?>? onRouter = null,
        OwnerControls? owner = null)
    {
        var program = new StatusEndpoint(status, Supervisor);
        var requests = new RequestSwitch(
            status, program, torrents, () => Config.Current.Web, () => Ports.HostsOf(Config.Current, Listen, onRouter?.Invoke()), urls, tracker is null ? null : new TrackerEndpoint(tracker.Http), downloads)
        {
            Owner = owner?.Page(program, () => Config.Current.Web, Supervisor),
            LocalAuthorization = AddressNote.Authorization(Secret),
            HasProxy = () => Config.Current is { Web.PublicUrl.Length: > 0 } or { Tracker.TrustedProxies.Count: > 0 },
        };
        return Ports.OpenAsync(parts, settings.Config, Listen, Port, requests, tracker, budgets, Supervisor, logging);
    }

    /// <summary>Keeps the tracker informed of this machine's addresses.</summary>
    /// <param name="tracker">Null for none.</param>
    /// <param name="onRouter">The router's outer address; null while it does not let the world in.</param>
    /// <param name="came">What else is to be done when a network comes.</param>
    /// <returns>Looks at once.</returns>
    public Action WatchAddresses(TrackerPart? tracker, Func<IPAddress?> onRouter, Action? came = null)
    {
        AddressWatch? watch = tracker is null ? null : parts.Own(new AddressWatch(tracker, Listen, onRouter, Supervisor));
        Action look = watch is null ? static () => { } : watch.Look;
        parts.Own(new NetworkWatch(came + look, Listen.Detect, Supervisor));
        return look;
    }

    /// <summary>Watches the network interface by which everything leaves, where there is one.</summary>
    /// <param name="returned">Called when it is there: at first, again, or as another.</param>
    public void WatchDevice(Action<DeviceReturn> returned)
    {
        if (Listen.Egress.Device is not null) parts.Own(new DeviceWatch(Listen, returned, Supervisor, Log));
        if (Listen.Egress.NameProblem is { } problem) EdgeSeedLog.NamesUnknown(Log, problem);
    }

    /// <summary>Lets edits of the file take effect from now on, where there is one.</summary>
    public void FollowFile()
    {
        if (settings.ConfigFile is not null) parts.Own(new ConfigFollower(settings, Config, Systemd, time, Supervisor, logging));
    }

    /// <summary>Everything is open: says so, and has the service watched.</summary>
    /// <param name="taker">Takes the status.</param>
    /// <param name="status">Gives it out.</param>
    /// <param name="peerPort">The port of peers; 0 for none.</param>
    /// <param name="firstPass">See <see cref="Service.FirstPass"/>.</param>
    public Service Ready(StatusTaker taker, StatusBoard status, int peerPort, Task firstPass)
    {
        Systemd.Ready();
        var probe = new PortProbe(Listen.Local, Port, peerPort);
        if (Systemd.Watch(status, probe, static current => StatusSentence.Of(current), FaultTelling.NoStatus(Log), Supervisor) is { } watchdog) parts.Own(watchdog);
        Code.GiveBack();
        return new Service(this, taker, status, firstPass);
    }
}
