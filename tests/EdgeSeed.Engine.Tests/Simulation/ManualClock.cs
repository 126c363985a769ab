namespace EdgeSeed.Engine.Tests.Simulation;

/// <summary>A clock that stands still until a test moves it; timers fire, in order, while it moves.</summary>
internal sealed class ManualClock : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<ManualTimer> _timers = [];
    private long _ticks = TimeSpan.TicksPerDay;

    /// <summary>Raised after each move, so that a loop that sleeps on a real device can look at the clock again.</summary>
    public event Action? Advanced;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Volatile.Read(ref _ticks);

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch.AddTicks(GetTimestamp());

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, callback, state);
        timer.Change(dueTime, period);
        lock (_gate) _timers.Add(timer);
        return timer;
    }

    public void Advance(TimeSpan by)
    {
        long end = GetTimestamp() + by.Ticks;
        while (NextDue(end) is { } due)
        {
            Volatile.Write(ref _ticks, Math.Max(due.DueAt, GetTimestamp()));
            due.Fire();
        }
        Volatile.Write(ref _ticks, end);
        Advanced?.Invoke();
    }

    /// <summary>Moves at once, as for a machine that slept: whatever came due meanwhile finds the same time, the new one.</summary>
    public void Jump(TimeSpan by)
    {
        Volatile.Write(ref _ticks, GetTimestamp() + by.Ticks);
        Advance(TimeSpan.Zero);
    }

    private ManualTimer? NextDue(long end)
    {
        lock (_gate) return _timers.Where(t => t.DueAt <= end).MinBy(t => t.DueAt);
    }

    private sealed class ManualTimer(ManualClock clock, TimerCallback callback, object? state) : ITimer
    {
        private TimeSpan _period;

        public long DueAt { get; private set; } = long.MaxValue;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            _period = period;
            DueAt = dueTime < TimeSpan.Zero ? long.MaxValue : clock.GetTimestamp() + dueTime.Ticks;
            return true;
        }

        public void Fire()
        {
            DueAt = _period > TimeSpan.Zero ? clock.GetTimestamp() + _period.Ticks : long.MaxValue;
            callback(state);
        }

        public void Dispose()
        {
            lock (clock._gate) clock._timers.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
