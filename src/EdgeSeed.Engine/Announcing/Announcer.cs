using EdgeSeed.Engine.Budget;
using EdgeSeed.Engine.Network;
using EdgeSeed.Engine.Web;
using EdgeSeed.Linux.Supervision;
using EdgeSeed.Protocol;

namespace EdgeSeed.Engine.Announcing;

/// <summary>
/// Tells torrents' own trackers of us, as a client, over HTTP, HTTPS and UDP (BEP 3, 7, 12, 15, 31, 41). All torrents wait in
/// one heap behind one timer; some are announced at a time. What speaks to the network is made when first needed. May be used from any
/// thread.
/// </summary>
public sealed partial class Announcer : IAsyncDisposable
{
    private const string Part = "announcer";
    private const long MinMoveMilliseconds = 60_000;

    private readonly Lock _gate = new();
    private readonly AnnouncerOptions _options;
    private readonly AnnounceIdentity _identity;
    private readonly TimeProvider _time;
    private readonly long _startedAt;
    private readonly Supervisor _supervisor;
    private readonly ITimer _timer;
    private readonly AnnounceSchedule _schedule = new();
    private readonly KeyedTable<InfoHash, ScheduledTorrent> _torrents = new(static torrent => torrent.InfoHash);
    private readonly TrackerTable _trackers;
    private readonly KeyedPace<string> _hosts;
    private readonly TaskCompletionSource _isEmpty = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TrackerCalls? _calls;
    private long _movedAt;
    private int _maxConcurrent;
    private int _underWay;
    private int _seconds;
    private bool _isStopping, _hasGivenUp, _isDisposed;

    /// <summary>An announcer without torrents, which costs next to nothing.</summary>
    /// <param name="options">Bounds and times.</param>
    /// <param name="identity">As whom to announce.</param>
    /// <param name="time">The clock.</param>
    /// <param name="supervisor">Runs its turns; by default the process ends when something fails that is no single torrent's.</param>
    public Announcer(AnnouncerOptions options, AnnounceIdentity identity, TimeProvider time, Supervisor? supervisor = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(identity);
        ArgumentNullException.ThrowIfNull(time);
        (_options, _identity, _time) = (options, identity, time);
        _startedAt = time.GetTimestamp();
        _maxConcurrent = options.MaxConcurrent;
        _trackers = new TrackerTable(options);
        _hosts = new KeyedPace<string>(options.MaxAnnouncesSecondHost, StringComparer.OrdinalIgnoreCase);
        _supervisor = supervisor ?? Supervisor.Alone(time);
        _timer = _supervisor.MakeAlarm(Part, Pump);
    }

    /// <summary>Whether an address is that of our own tracker, which knows of us anyway; such are left out. Default: none is.</summary>
    public Func<Uri, bool> IsOwnTracker { get; init; } = static _ => false;

    /// <summary>How far a torrent has come; called from any thread. Default: a seed that has sent nothing.</summary>
    public Func<InfoHash, Task<AnnounceProgress>> Progress { get; init; } = static _ => Task.FromResult(default(AnnounceProgress));

    /// <summary>Who wants the peers that trackers name; null, and none are asked for.</summary>
    public IPeerSink? Peers { get; init; }

    /// <summary>Where the bytes sent are counted; null, and they are not.</summary>
    public UploadBudget? Budget { get; init; }

    /// <summary>Announces under way at a time; at first <see cref="AnnouncerOptions.MaxConcurrent"/>. May change while in use.</summary>
    public int MaxConcurrent
    {
        get => Volatile.Read(ref _maxConcurrent);
        set
        {
            Volatile.Write(ref _maxConcurrent, Math.Max(1, value));
            Pump();
        }
    }

    /// <summary>Torrents that are announced.</summary>
    public int Count
    {
        get
        {
            lock (_gate) return _torrents.Count - _seconds;
        }
    }

    /// <summary>How often since the start a torrent's tracker was left out because <see cref="AnnouncerOptions.MaxTrackers"/> others are known.</summary>
    public int LeftOutTrackers
    {
        get
        {
            lock (_gate) return _trackers.LeftOut;
        }
    }

    /// <summary>By which way trackers are asked. Default: any.</summary>
    public Egress Egress { get; init; } = Egress.Anywhere;

    /// <summary>How hosts are looked up; null: as <see cref="Egress"/> does.</summary>
    internal AddressLookup? Lookup { get; init; }

    /// <summary>Raised after each attempt to announce a torrent, when its status is up to date.</summary>
    internal event Action<InfoHash>? Attempted;

    private long Now => (long)_time.GetElapsedTime(_startedAt).TotalMilliseconds;

    /// <summary>Begins to announce a torrent, at once if it is its turn.</summary>
    public AddAnnounceResult Add(AnnouncedTorrent torrent)
    {
        ArgumentNullException.ThrowIfNull(torrent);
        List<(string Url, TrackerAddress Address, byte Tier)> usable = Usable(torrent.Tiers);
        if (usable.Count == 0) return AddAnnounceResult.NoTracker;
        AddAnnounceResult result;
        lock (_gate)
        {
            result = AddName(torrent.InfoHash, torrent, usable, isSecond: false);
            if (torrent.SecondName is { } second && result is AddAnnounceResult.Added or AddAnnounceResult.AlreadyThere)
            {
                AddName(second, torrent, usable, isSecond: true);
                ScheduledTorrent first = _torrents.Find(torrent.InfoHash)!;
                (first.Successor ?? first).Second ??= new SecondAnnounces(second);
            }
        }
        Pump();
        return result;
    }

    /// <summary>Ends announcing a torrent, by both its names; trackers that know of us are told. Returns false when it is not there.</summary>
    public bool Remove(InfoHash infoHash)
    {
        lock (_gate)
        {
            if (!_torrents.TryGetValue(infoHash, out ScheduledTorrent? torrent)) return false;
            SecondAnnounces? second = (torrent.Successor ?? torrent).Second;
            if (!RemoveName(torrent)) return false;
            if (second is not null && _torrents.TryGetValue(second.InfoHash, out ScheduledTorrent? other)) RemoveName(other);
        }
        Pump();
        return true;
    }

    /// <summary>Says that a torrent has just become complete: trackers are told at once. Returns false when it is not there.</summary>
    public bool Complete(InfoHash infoHash)
    {
        lock (_gate)
        {
            if (!_torrents.TryGetValue(infoHash, out ScheduledTorrent? torrent) || torrent.IsStopping) return false;
            CompleteName(torrent);
            if (torrent.Second is { } second && _torrents.TryGetValue(second.InfoHash, out ScheduledTorrent? other)) CompleteName(other);
        }
        Pump();
        return true;
    }

    /// <summary>What a torrent's trackers said; null when it is not announced.</summary>
    public AnnounceStatus? Status(InfoHash infoHash)
    {
        lock (_gate)
        {
            if (!_torrents.TryGetValue(infoHash, out ScheduledTorrent? torrent) || torrent.IsStopping) return null;
            return torrent.Second is { } second && _torrents.TryGetValue(second.InfoHash, out ScheduledTorrent? other)
                ? second.Combine(torrent.Status, other.Status)
                : torrent.Status;
        }
    }

    /// <summary>The network is back, or another: trackers that failed are asked again within seconds.</summary>
    /// <param name="isMoved">
    /// Whether the world reaches us by another address, of which every tracker is told, though once in <see cref="MinMoveMilliseconds"/> at most: a network that
    /// comes and goes is no reason to hammer them.
    /// </param>
    public void RetryNow(bool isMoved = false)
    {
        lock (_gate)
        {
            isMoved = isMoved && (_movedAt == 0 || Now - _movedAt >= MinMoveMilliseconds);
            if (isMoved) _movedAt = Math.Max(1, Now);
            _trackers.Forgive();
            foreach (ScheduledTorrent torrent in _torrents.Values)
            {
                bool isDue = (isMoved || torrent.Status.State == AnnounceState.Failing) && torrent is { UnderWay: null, IsStopping: false };
                if (isDue) _schedule.Set(torrent, Now + Random.Shared.Next(SpreadMilliseconds));
            }
        }
        Pump();
    }

    /// <summary>Takes us out of all swarms, in at most <see cref="AnnouncerOptions.StopTimeout"/>, and ends.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            bool isFirst = !_isStopping;
            _isStopping = true;
            if (isFirst)
            {
                foreach (ScheduledTorrent torrent in _torrents.Values.ToArray())
                {
                    if (torrent.Successor is { } successor) _trackers.Release(successor.Entries);
                    torrent.Successor = null;
                    if (!torrent.IsStopping) Stop(torrent);
                }
            }
        }
        Pump();
        using var patience = new CancellationTokenSource(_options.StopTimeout, _time);
        using (patience.Token.UnsafeRegister(static state => ((Announcer)state!).GiveUp(), this))
            await _isEmpty.Task.ConfigureAwait(false);
        lock (_gate) _isDisposed = true;
        await _timer.DisposeAsync().ConfigureAwait(false);
        _calls?.Dispose();
    }
}
