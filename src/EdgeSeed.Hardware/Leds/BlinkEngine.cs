namespace EdgeSeed.Hardware.Leds;

/// <summary>
/// Blinks up to <see cref="MaxLines"/> LEDs in step: every pattern is a function of the time since one common start, so LEDs of one
/// pattern blink together, and neither late timers nor changes of pattern ever shift the rhythm. Sleeps until the next change; while
/// all patterns are steady it does nothing at all. Safe for use by several threads.
/// </summary>
public sealed class BlinkEngine : IDisposable
{
    /// <summary>The most LEDs; more are refused when the engine is made.</summary>
    public const int MaxLines = 3;

    private static readonly TimeSpan OneMillisecond = TimeSpan.FromMilliseconds(1);

    private readonly Lamp[] _lamps;
    private readonly TimeProvider _time;
    private readonly Action<HardwareFault> _onFault;
    private readonly long _start;
    private readonly ITimer _timer;
    private readonly Lock _gate = new();
    private bool _isDisposed;

    /// <summary>Takes the LEDs over, all off.</summary>
    /// <param name="lines">The LEDs, which the engine owns from now on.</param>
    /// <param name="time">The clock.</param>
    /// <param name="start">The common start, a timestamp of that clock: an engine that takes the place of another keeps its rhythm by it.</param>
    /// <param name="onFault">Told once of each LED that fails; the LED is left alone from then on.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are more than <see cref="MaxLines"/>.</exception>
    public BlinkEngine(IReadOnlyList<LedLine> lines, TimeProvider time, long start, Action<HardwareFault> onFault)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(lines.Count, MaxLines);
        _lamps = new Lamp[lines.Count];
        for (int line = 0; line < _lamps.Length; line++) _lamps[line] = new Lamp(lines[line]);
        _time = time;
        _onFault = onFault;
        _start = start;
        _timer = time.CreateTimer(_ => Refresh(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        Refresh();
    }

    /// <summary>How many LEDs there are.</summary>
    public int LineCount => _lamps.Length;

    /// <summary>Gives an LED a pattern, at once and in step with the others.</summary>
    /// <param name="line">Index of the LED, from 0.</param>
    /// <param name="pattern">The pattern; the one it has already changes nothing.</param>
    public void Show(int line, BlinkPattern pattern)
    {
        lock (_gate)
        {
            if (_lamps[line].Pattern == pattern) return;
            _lamps[line].Pattern = pattern;
        }
        Refresh();
    }

    /// <summary>Stops blinking and gives the LEDs back.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_isDisposed) return;
            _isDisposed = true;
            _timer.Dispose();
            foreach (Lamp lamp in _lamps) lamp.Line.Dispose();
        }
    }

    /// <summary>Switches what is due, and sleeps until the next change; timers count whole milliseconds, so it is rounded up.</summary>
    private void Refresh()
    {
        List<HardwareFault> faults = [];
        lock (_gate)
        {
            if (_isDisposed) return;
            TimeSpan elapsed = _time.GetElapsedTime(_start);
            TimeSpan next = Timeout.InfiniteTimeSpan;
            foreach (Lamp lamp in _lamps)
            {
                if (lamp.Update(elapsed) is { } fault) faults.Add(fault);
                TimeSpan due = lamp.UntilChange(elapsed);
                if (due != Timeout.InfiniteTimeSpan && (next == Timeout.InfiniteTimeSpan || due < next)) next = due;
            }
            if (next != Timeout.InfiniteTimeSpan) next = OneMillisecond * Math.Ceiling(next / OneMillisecond);
            _timer.Change(next, Timeout.InfiniteTimeSpan);
        }
        foreach (HardwareFault fault in faults) _onFault(fault);
    }
}
