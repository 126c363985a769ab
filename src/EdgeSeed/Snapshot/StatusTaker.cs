using EdgeSeed.Config;
using EdgeSeed.Config.Reload;
using EdgeSeed.Engine;
using EdgeSeed.Engine.Announcing;
using EdgeSeed.Engine.Dht;
using EdgeSeed.Engine.Sessions;
using EdgeSeed.Library;
using EdgeSeed.Linux.Supervision;
using EdgeSeed.Network;
using EdgeSeed.Status;
using EdgeSeed.Terminal;
using EdgeSeed.Torrents;
using EdgeSeed.Tracking;
using EdgeSeed.Upload;

namespace EdgeSeed.Snapshot;

/// <summary>Makes the <see cref="StatusSnapshot"/> out of what the parts say of themselves. Called by one caller at a time.</summary>
internal sealed class StatusTaker
{
    private static readonly TimeSpan s_shortness = TimeSpan.FromMinutes(1);

    private readonly long _startedAt;
    private readonly RunningConfig _config;
    private readonly TimeProvider _time;
    private readonly ByteMeter _meter;
    private TorrentRows? _rows;
    private long _memoryRefused;
    private long _memoryShortAt;
    private StatusSnapshot? _last;

    /// <summary>Starts to count the uptime.</summary>
    /// <param name="config">The configuration in effect.</param>
    /// <param name="time">The clock.</param>
    public StatusTaker(RunningConfig config, TimeProvider time)
    {
        (_config, _time) = (config, time);
        _startedAt = time.GetTimestamp();
        _meter = new ByteMeter(time);
    }

    /// <summary>Where the page is, as another machine reaches it: <c>web.public_url</c>, else this machine's own port at the address it has now.</summary>
    public string PageUrl => _config.Current.Web.PublicUrl is { Length: > 0 } address ? address : $"http://{Addresses.Host}:{Port}/";

    /// <summary>Port of page and tracker.</summary>
    public required int Port { get; init; }

    /// <summary>The trackers in links.</summary>
    public required TrackerUrls Urls { get; init; }

    /// <summary>What is published.</summary>
    public required Catalogue Library { get; init; }

    /// <summary>Knows which parts of the program have failed.</summary>
    public required Supervisor Supervisor { get; init; }

    /// <summary>The machine's addresses.</summary>
    public required AddressBook Addresses { get; init; }

    /// <summary>Serves peers; null where nothing is seeded.</summary>
    public SeedSession? Session { get; init; }

    /// <summary>What may be sent; null where nothing is seeded.</summary>
    public UploadKeeper? Keeper { get; init; }

    /// <summary>What went to browsers; null where nothing is seeded.</summary>
    public WebTraffic? Web { get; init; }

    /// <summary>How fast it was sent; null where nothing is seeded.</summary>
    public RateHistory? Rates { get; init; }

    /// <summary>Answers announces; null where there is no tracker.</summary>
    public TrackerPart? Tracker { get; init; }

    /// <summary>Tells other trackers; null where nothing is seeded.</summary>
    public Announcer? Announcer { get; init; }

    /// <summary>Whether the router lets the world in.</summary>
    public RouterPorts? Router { get; init; }

    /// <summary>The drives, by name.</summary>
    public Func<IReadOnlyList<DriveStatus>> Drives { get; init; } = () => [];

    /// <summary>What the system around the service has to say.</summary>
    public Func<IReadOnlyList<string>> Notice { get; init; } = () => [];

    /// <summary>Set when the service begins to stop: the parts are then asked no more.</summary>
    public bool IsStopping { get; set; }

    /// <summary>Makes a snapshot now.</summary>
    public async Task<StatusSnapshot> TakeAsync()
    {
        if (IsStopping && _last is { } last) return last with { Phase = ServicePhase.Stopping };
        SessionStatus? session = Session is null ? null : await Session.ReadStatusAsync(isUsedOnly: true).ConfigureAwait(false);
        // Asked first: what was searched before is in the list that follows.
        bool isSearched = Library.IsSearched;
        LibraryEntry[] entries = Library.ListShown();
        SeedConfig config = _config.Current;
        long byWeb = Web?.TotalBytes ?? 0, sent = (session?.PayloadBytes ?? 0) + byWeb;
        long rate = _meter.Read(sent);
        long uptimeSeconds = (long)_time.GetElapsedTime(_startedAt).TotalSeconds;
        IReadOnlyList<string> notice = Notice();
        _rows ??= new TorrentRows(_time, Tracker, Announcer, Web);
        var status = new StatusSnapshot
        {
            Format = StatusSnapshot.CurrentFormat,
            Name = config.Service.Name,
            Version = Product.Version,
            Time = _time.GetUtcNow(),
            UptimeSeconds = uptimeSeconds,
            Phase = PhaseOf(rate, isSearched),
            PageUrl = PageUrl,
            AnnounceUrl = Urls.Shown,
            Port = Port,
            PeerPort = Session?.Port ?? 0,
            Upload = new UploadStatus(rate, sent, session?.Peers ?? 0) { WebBytes = byWeb },
            Session = session is null ? null : session with { Torrents = [] },
            Budget = Keeper?.Status() ?? new BudgetStatus(),
            Rates = Rates?.Read() ?? new RateStatus((int)RateHistory.Interval.TotalSeconds, []),
            Tracker = Tracker?.Figures(sent) ?? new TrackerFigures(),
            Hashing = Library.Hashing,
            Memory = MemoryOf(session, config.Service.MemoryLimit.Bytes),
            Network = Addresses.Read(),
            PortMapping = Router?.Status,
            Dht = session?.Dht,
            Drives = [.. Drives().Select(drive => drive with { Reading = session?.Drives.FirstOrDefault(reading => reading.Drive == drive.Number) })],
            Torrents = _rows.Read(entries, session?.Torrents ?? [], uptimeSeconds, Urls.Own, config),
            Alarms = [],
            Unfindable = Unfindable(entries),
            Problems = ListProblems(entries, session?.Dht, notice),
        };
        bool needsDrive = Session is not null && config.Drives.Enabled && config.Library.Folders.Count == 0;
        return _last = status with { Alarms = AlarmList.Of(status, _config.Mistake, notice is [var first, ..] ? first : null, needsDrive, Supervisor.Down is [{ Part: var part }, ..] ? part : null) };
    }

    /// <summary>Short within the last minute counts as short.</summary>
    private MemoryStatus MemoryOf(SessionStatus? session, long limitBytes)
    {
        long refused = session?.DisconnectsFor(DisconnectReason.MemoryShort) ?? 0;
        if (refused > _memoryRefused) _memoryShortAt = _time.GetTimestamp();
        _memoryRefused = refused;
        bool isShort = refused > 0 && _time.GetElapsedTime(_memoryShortAt) < s_shortness;
        return new MemoryStatus(Environment.WorkingSet, limitBytes, isShort);
    }

    private ServicePhase PhaseOf(long rate, bool isSearched)
    {
        if (IsStopping) return ServicePhase.Stopping;
        if (Library.Hashing is not null) return ServicePhase.Hashing;
        if (!isSearched) return ServicePhase.Starting;
        return rate > 0 ? ServicePhase.Seeding : ServicePhase.Ready;
    }

    /// <summary>Torrents that are offered, and of which nobody is told in any way.</summary>
    private int Unfindable(LibraryEntry[] entries)
    {
        if (Session is null || Tracker is not null || _config.Current.Lan.Discovery || _config.Current.Seeder.Dht != DhtMode.Off) return 0;
        int lonely = 0;
        foreach (LibraryEntry entry in entries)
        {
            if (entry is { IsOffered: true, MagnetTrackers.Count: 0 }) lonely++;
        }
        return lonely;
    }

    private List<string> ListProblems(LibraryEntry[] entries, DhtStatus? dht, IReadOnlyList<string> notice)
    {
        var problems = new List<string>();
        foreach (string problem in _config.Problems) problems.Add(problem);
        // The first line is an alarm.
        problems.AddRange(notice.Skip(1));
        if (Tracker?.Problem is { } listProblem) problems.Add(listProblem);
        if (Addresses.NameProblem is { } nameProblem) problems.Add(nameProblem);
        if (Router?.Problem is { } routerProblem) problems.Add(routerProblem);
        if (DhtSentence.Problem(dht) is { } dhtProblem) problems.Add(dhtProblem);
        if (Announcer is { LeftOutTrackers: > 0 and var left })
            problems.Add($"{left:N0} trackers that torrents name are not told of them: there are too many different ones for service.memory_limit.");
        if (Unfindable(entries) is > 0 and var lonely)
            problems.Add($"Nobody can find {Quantity.Count(lonely, "torrent")}: no tracker is named, this box runs none (tracker.enabled), does not call on the local network (lan.discovery) and is not in the DHT (seeder.dht).");
        foreach (string problem in Library.Problems) problems.Add(problem);
        foreach (LibraryEntry entry in entries)
        {
            if (entry.State != TorrentPhase.Failed) continue;
            if (problems.Count > StatusSnapshot.MaxProblems) break;
            problems.Add($"{entry.Name}: {entry.Problem}");
        }
        if (problems.Count <= StatusSnapshot.MaxProblems) return problems;
        problems.RemoveRange(StatusSnapshot.MaxProblems, problems.Count - StatusSnapshot.MaxProblems);
        problems.Add("There are more problems; the log names them.");
        return problems;
    }
}
