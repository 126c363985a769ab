using EdgeSeed.Config;
using EdgeSeed.Config.Binding;
using EdgeSeed.Config.Reload;
using EdgeSeed.Engine.Announcing;
using EdgeSeed.Engine.Budget;
using EdgeSeed.Engine.Sessions;
using EdgeSeed.Linux.Supervision;
using EdgeSeed.Logs;
using EdgeSeed.Memory;
using EdgeSeed.Network;
using EdgeSeed.Storage.State;

namespace EdgeSeed.Serve;

/// <summary>The seeder within the service: the budgets, the session that serves peers from them, and who tells other trackers of it.</summary>
internal sealed class SeederPart
{
    private readonly MemoryPlan _memory;
    private readonly Supervisor _supervisor;

    /// <summary>Opens the port of peers.</summary>
    /// <param name="basis">Owns it.</param>
    /// <param name="settings">The configuration.</param>
    /// <param name="budgets">From which everything is sent.</param>
    /// <param name="memory">How much there is for what.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="Lifetime.ServiceStartException">The port is taken.</exception>
    public SeederPart(ServiceBasis basis, ServiceSettings settings, UploadBudgets budgets, MemoryPlan memory, TimeProvider time)
    {
        (_memory, _supervisor) = (memory, basis.Supervisor);
        Session = basis.Parts.Own(Ports.OpenSession(settings, basis.Listen, budgets, memory, time, basis.Supervisor, basis.Log));
        if (settings.Config.Seeder.Dht != DhtMode.Off) NodePort = settings.Config.Service.DhtPort is > 0 and var port ? port : Session.Port;
        Session.BugFound = (where, bug) => EdgeSeedLog.Bug(basis.Log, where, bug);
    }

    /// <summary>Serves peers.</summary>
    public SeedSession Session { get; }

    /// <summary>Begins to tell other trackers.</summary>
    /// <param name="basis">Owns it.</param>
    /// <param name="isOwnTracker">Whether an address is that of our tracker, which knows anyway.</param>
    /// <param name="budget">Pays for it.</param>
    /// <param name="time">The clock.</param>
    public Announcer Announce(ServiceBasis basis, Func<Uri, bool> isOwnTracker, UploadBudget budget, TimeProvider time)
    {
        var options = new AnnouncerOptions { MaxConcurrent = basis.Config.Current.Seeder.MaxAnnounces, MaxTrackers = _memory.ExternalTrackers };
        Announcer announcer = basis.Parts.Own(new Announcer(options, new AnnounceIdentity(Session.PeerId, Session.Port, basis.Listen.Bound[0]), time, basis.Supervisor)
        {
            Egress = basis.Listen.Egress,
            IsOwnTracker = isOwnTracker,
            Progress = Session.ReadProgressAsync,
            Peers = Session,
            Budget = budget,
        });
        basis.Config.Follow(config => announcer.MaxConcurrent = config.Seeder.MaxAnnounces, SeederConfig.Table);
        return announcer;
    }

    /// <summary>UDP port of the DHT; 0 while it is off.</summary>
    public int NodePort { get; }

    /// <summary>Begins to take part in the DHT, if it is to.</summary>
    /// <param name="basis">Owns it.</param>
    /// <param name="state">Where nodes are remembered.</param>
    /// <param name="time">The clock.</param>
    public void JoinDht(ServiceBasis basis, StateDirectory state, TimeProvider time)
    {
        RunningConfig running = basis.Config;
        if (NodePort == 0) return;
        bool isReadOnly = running.Current.Seeder.Dht == DhtMode.ReadOnly;
        basis.Parts.Own(new DhtKeeper(
            Session, isReadOnly, () => running.Current.Seeder.DhtBootstrap, basis.Listen, new DhtNodesFile(state, basis.Log), time, basis.Supervisor));
    }

    /// <summary>Takes the bounds on peers and slots from edits.</summary>
    public void Follow(RunningConfig running) => running.Follow(
        config => _ = _supervisor.RunAsync("session", () => Session.SetBoundsAsync(SessionOptions.Of(config, _memory)), CancellationToken.None), SeederConfig.Table);
}
