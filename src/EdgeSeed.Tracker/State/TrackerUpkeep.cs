using EdgeSeed.Linux.Supervision;
using EdgeSeed.Tracker.Access;
using EdgeSeed.Tracker.Swarms;

namespace EdgeSeed.Tracker.State;

/// <summary>
/// What a tracker does by the clock: forgets the silent, saves its state, looks at its list, writes its access log. One timer; runs never
/// overlap.
/// </summary>
public sealed class TrackerUpkeep : IAsyncDisposable
{
    /// <summary>How often the access log is flushed, and it is seen what else is due.</summary>
    public static readonly TimeSpan FlushInterval = TimeSpan.FromSeconds(1);

    /// <summary>How often it is looked whether the list has changed.</summary>
    public static readonly TimeSpan ListInterval = TimeSpan.FromSeconds(5);

    /// <summary>How often silent peers are looked for.</summary>
    public static readonly TimeSpan SweepInterval = TimeSpan.FromSeconds(60);

    private readonly SwarmStore _store;
    private readonly TrackerPolicy _policy;
    private readonly TimeProvider _time;
    private readonly Action<string> _report;
    private readonly Lock _lock = new();
    private readonly ITimer _timer;
    private volatile UpkeepDuties _duties;
    private long _swept;
    private long _saved;
    private long _listed;
    private string? _lastProblem;
    private string? _lastLogProblem;
    private string? _lastListProblem;

    /// <summary>Reads the list, if there is one, and starts the timer.</summary>
    /// <param name="store">The swarms.</param>
    /// <param name="policy">Gets what is on the list.</param>
    /// <param name="duties">What there is to do.</param>
    /// <param name="time">The clock.</param>
    /// <param name="report">Receives what goes wrong, each problem once until another comes; called on any thread.</param>
    /// <param name="supervisor">Runs the timer.</param>
    public TrackerUpkeep(SwarmStore store, TrackerPolicy policy, UpkeepDuties duties, TimeProvider time, Action<string> report, Supervisor supervisor)
    {
        ArgumentNullException.ThrowIfNull(time);
        ArgumentNullException.ThrowIfNull(supervisor);
        (_store, _policy, _duties, _time, _report) = (store, policy, duties, time, report);
        _swept = _saved = _listed = time.GetTimestamp();
        ReadList();
        _timer = supervisor.StartTimer("tracker upkeep", Run, FlushInterval, FlushInterval);
    }

    /// <summary>What there is to do; may be replaced at any time, and a list is read before the call returns.</summary>
    public UpkeepDuties Duties
    {
        get => _duties;
        set
        {
            lock (_lock)
            {
                // What the log before has gathered is not lost.
                if (value.Log != _duties.Log) Tell(ref _lastLogProblem, _duties.Log?.Flush());
                _duties = value;
                ReadList();
            }
        }
    }

    /// <summary>Stops the timer, then saves and flushes a last time.</summary>
    public async ValueTask DisposeAsync()
    {
        await _timer.DisposeAsync().ConfigureAwait(false);
        lock (_lock)
        {
            Save();
            Tell(ref _lastLogProblem, _duties.Log?.Flush());
        }
    }

    private void Run()
    {
        // A slow disk may outlast the period; the run that is under way does the work of this one.
        if (!_lock.TryEnter()) return;
        try
        {
            if (_duties.Log is { } log) Tell(ref _lastLogProblem, log.Flush());
            if (IsDue(ref _listed, ListInterval)) ReadList();
            if (IsDue(ref _swept, SweepInterval)) _store.Sweep();
            if (IsDue(ref _saved, _duties.SaveInterval)) Save();
        }
        finally
        {
            _lock.Exit();
        }
    }

    private void Save()
    {
        string? problem = _duties.State?.SaveIfDirty(_store);
        Tell(ref _lastProblem, _duties.Peers?.SaveIfDirty(_store) ?? problem);
    }

    private void ReadList()
    {
        if (_duties.List is not { } list) return;
        list.Refresh(_policy);
        Tell(ref _lastListProblem, list.Problem);
    }

    private bool IsDue(ref long last, TimeSpan interval)
    {
        long now = _time.GetTimestamp();
        if (_time.GetElapsedTime(last, now) < interval) return false;
        last = now;
        return true;
    }

    private void Tell(ref string? last, string? problem)
    {
        if (problem == last) return;
        last = problem;
        if (problem is not null) _report(problem);
    }
}
