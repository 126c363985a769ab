namespace EdgeSeed.Hardware.Leds;

/// <summary>
/// An LED and what it shows; belongs to the engine, under its lock. A blink that has begun is never cut short: another pattern takes
/// over where one of its own cycles begins, on the common clock, and after the last whole cycle of the old one the LED is dark until then.
/// </summary>
internal sealed class Lamp(LedLine line)
{
    private BlinkPattern _pattern;
    private BlinkPattern _wanted;
    private TimeSpan _endsAt = TimeSpan.MaxValue;
    private TimeSpan _beginsAt = TimeSpan.MaxValue;
    private bool? _shown;
    private bool _hasFailed;

    /// <summary>The LED.</summary>
    public LedLine Line { get; } = line;

    /// <summary>Gives it a pattern, from the first moment at which neither it nor the one before is cut.</summary>
    /// <returns>Whether that is news.</returns>
    public bool Show(BlinkPattern pattern, TimeSpan elapsed)
    {
        if (pattern == _wanted) return false;
        MoveTo(elapsed);
        _wanted = pattern;
        // Blinks that are to be counted begin after a pause, or they would be counted with what was lit before.
        bool hasPause = _pattern.Pause > TimeSpan.Zero || _pattern == BlinkPattern.Off;
        TimeSpan pause = hasPause ? TimeSpan.Zero : pattern.Pause;
        _beginsAt = pattern.CycleFrom(_pattern.CycleFrom(elapsed) + pause);
        _endsAt = _pattern.CycleUntil(_beginsAt - pause);
        return true;
    }

    /// <summary>Switches the LED if it is not as it should be at this time.</summary>
    /// <returns>The fault, the first time there is one; a failed LED is never tried again.</returns>
    public HardwareFault? Update(TimeSpan elapsed)
    {
        MoveTo(elapsed);
        bool isOn = _pattern.IsOnAt(elapsed);
        if (_hasFailed || _shown == isOn) return null;
        _shown = isOn;
        HardwareFault? fault = Line.Set(isOn);
        _hasFailed = fault is not null;
        return fault;
    }

    /// <summary>How long from the last update until the next; <see cref="TimeSpan.MaxValue"/> for never.</summary>
    public TimeSpan UntilChange(TimeSpan elapsed)
    {
        if (_hasFailed) return TimeSpan.MaxValue;
        TimeSpan change = _pattern.UntilChange(elapsed);
        TimeSpan takeover = _endsAt < _beginsAt ? _endsAt : _beginsAt;
        if (takeover == TimeSpan.MaxValue) return change;
        return change < takeover - elapsed ? change : takeover - elapsed;
    }

    private void MoveTo(TimeSpan elapsed)
    {
        if (elapsed >= _endsAt) (_pattern, _endsAt) = (BlinkPattern.Off, TimeSpan.MaxValue);
        if (elapsed >= _beginsAt) (_pattern, _beginsAt) = (_wanted, TimeSpan.MaxValue);
    }
}
