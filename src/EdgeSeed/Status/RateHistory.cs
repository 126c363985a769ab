using EdgeSeed.Linux.Supervision;

namespace EdgeSeed.Status;

/// <summary>Remembers how fast bytes were sent, by reading a growing count at fixed times; costs a few instructions each.</summary>
internal sealed class RateHistory : IDisposable
{
    /// <summary>Figures kept: half an hour. When full, the oldest goes.</summary>
    public const int MaxFigures = 180;

    /// <summary>Between two figures.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private readonly Func<long> _read;
    private readonly ByteMeter _meter;
    private readonly long[] _figures = new long[MaxFigures];
    private readonly ITimer _timer;
    private int _count;
    private int _next;

    /// <summary>Begins to count.</summary>
    /// <param name="read">The count of bytes; cheap, from any thread.</param>
    /// <param name="time">The clock.</param>
    /// <param name="supervisor">Runs the timer.</param>
    public RateHistory(Func<long> read, TimeProvider time, Supervisor supervisor)
    {
        (_read, _meter) = (read, new ByteMeter(time));
        _timer = supervisor.StartTimer("rate history", Add, Interval, Interval);
    }

    /// <summary>What was measured so far.</summary>
    public RateStatus Read()
    {
        lock (_lock)
        {
            var ordered = new long[_count];
            for (int i = 0; i < _count; i++) ordered[i] = _figures[(_next - _count + i + MaxFigures) % MaxFigures];
            return new RateStatus((int)Interval.TotalSeconds, ordered);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    private void Add()
    {
        lock (_lock)
        {
            _figures[_next] = _meter.Read(_read());
            _next = (_next + 1) % MaxFigures;
            _count = Math.Min(_count + 1, MaxFigures);
        }
    }
}
