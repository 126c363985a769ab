using EdgeSeed.Tracker.Swarms;

namespace EdgeSeed.Tracker.State;

/// <summary>What a tracker does by the clock: forgets the silent, saves its state, writes its access log. One timer; runs never overlap.</summary>
public sealed class TrackerUpkeep : IAsyncDisposable
{
    /// <summary>How often the access log is flushed, when there is one.</summary>
    public static readonly TimeSpan FlushInterval = TimeSpan.FromSeconds(1);

    /// <summary>How often silent peers are looked for.</summary>
    public static readonly TimeSpan SweepInterval = TimeSpan.FromSeconds(60);

    private readonly SwarmStore _store;
    private readonly TrackerStateFile? _state;
    private readonly AccessLog? _log;
    private readonly TimeProvider _time;
    private readonly TimeSpan _saveInterval;
    private readonly Action<string> _report;
    private readonly Lock _lock = new();
    private readonly ITimer _timer;
    private long _swept;
    private long _saved;
    private string? _lastProblem;

    /// <summary>Starts the timer.</summary>
    /// <param name="store">The swarms.</param>
    /// <param name="state">Where completed counts are kept; <c>null</c> not to.</param>
    /// <param name="log">The access log; <c>null</c> for none.</param>
    /// <param name="saveInterval">How often the state is saved, if it has changed: what a power cut can cost.</param>
    /// <param name="time">The clock.</param>
    /// <param name="report">Receives what goes wrong, each problem once until another comes; called on any thread.</param>
    public TrackerUpkeep(SwarmStore store, TrackerStateFile? state, AccessLog? log, TimeSpan saveInterval, TimeProvider time, Action<string> report)
    {
        ArgumentNullException.ThrowIfNull(time);
        (_store, _state, _log, _saveInterval, _time, _report) = (store, state, log, saveInterval, time, report);
        _swept = _saved = time.GetTimestamp();
        TimeSpan sweepOrSave = saveInterval < SweepInterval ? saveInterval : SweepInterval;
        TimeSpan period = log is null ? sweepOrSave : FlushInterval;
        _timer = time.CreateTimer(static upkeep => ((TrackerUpkeep)upkeep!).Run(), this, period, period);
    }

    /// <summary>Stops the timer, then saves and flushes a last time.</summary>
    public async ValueTask DisposeAsync()
    {
        await _timer.DisposeAsync().ConfigureAwait(false);
        lock (_lock)
        {
            Tell(_state?.SaveIfDirty(_store));
            Tell(_log?.Flush());
        }
    }

    private void Run()
    {
        // A slow disk may outlast the period; the run that is under way does the work of this one.
        if (!_lock.TryEnter()) return;
        try
        {
            Tell(_log?.Flush());
            if (IsDue(ref _swept, SweepInterval)) _store.Sweep();
            if (_state is not null && IsDue(ref _saved, _saveInterval)) Tell(_state.SaveIfDirty(_store));
        }
        finally
        {
            _lock.Exit();
        }
    }

    private bool IsDue(ref long last, TimeSpan interval)
    {
        long now = _time.GetTimestamp();
        if (_time.GetElapsedTime(last, now) < interval) return false;
        last = now;
        return true;
    }

    private void Tell(string? problem)
    {
        if (problem is null || problem == _lastProblem) return;
        _lastProblem = problem;
        _report(problem);
    }
}
