namespace EdgeSeed.Hardware.Leds;

/// <summary>
/// Blinks up to <see cref="MaxLines"/> LEDs in step: every pattern is a function of the time since one common start, so LEDs of one
/// pattern blink together, and neither late wake-ups nor changes of pattern ever shift the rhythm. It says when it wants to be woken;
/// <see cref="BlinkThread"/> does that. Safe for use by several threads.
/// </summary>
public sealed class BlinkEngine : IDisposable
{
    /// <summary>The most LEDs; more are refused when the engine is made.</summary>
    public const int MaxLines = 3;

    private readonly Lamp[] _lamps;
    private readonly TimeProvider _time;
    private readonly Action<HardwareFault> _onFault;
    private readonly long _start;
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
        Refresh();
    }

    /// <summary>How many LEDs there are.</summary>
    public int LineCount => _lamps.Length;

    /// <summary>
    /// Gives an LED a pattern, in step with the others. It takes over where one of its cycles begins and none of the pattern before is
    /// cut: at once when both are steady, else after at most a cycle of each and a pause.
    /// </summary>
    /// <param name="line">Index of the LED, from 0.</param>
    /// <param name="pattern">The pattern; the one that was asked for last changes nothing.</param>
    /// <returns>Whether <see cref="Refresh"/> is to be called now.</returns>
    public bool Show(int line, BlinkPattern pattern)
    {
        lock (_gate) return _lamps[line].Show(pattern, _time.GetElapsedTime(_start));
    }

    /// <summary>Switches what is due.</summary>
    /// <returns>How long until it wants to be called again; <see cref="TimeSpan.MaxValue"/> while all LEDs are steady.</returns>
    public TimeSpan Refresh()
    {
        List<HardwareFault>? faults = null;
        TimeSpan next = TimeSpan.MaxValue;
        lock (_gate)
        {
            if (_isDisposed) return next;
            TimeSpan elapsed = _time.GetElapsedTime(_start);
            foreach (Lamp lamp in _lamps)
            {
                if (lamp.Update(elapsed) is { } fault) (faults ??= []).Add(fault);
                TimeSpan due = lamp.UntilChange(elapsed);
                if (due < next) next = due;
            }
            // Switching takes time of its own, on a slow chip milliseconds.
            if (next != TimeSpan.MaxValue) next -= _time.GetElapsedTime(_start) - elapsed;
        }
        if (faults is not null) foreach (HardwareFault fault in faults) _onFault(fault);
        return next > TimeSpan.Zero ? next : TimeSpan.Zero;
    }

    /// <summary>Stops blinking and gives the LEDs back.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_isDisposed) return;
            _isDisposed = true;
            foreach (Lamp lamp in _lamps) lamp.Line.Dispose();
        }
    }
}
