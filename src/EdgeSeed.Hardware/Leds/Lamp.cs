namespace EdgeSeed.Hardware.Leds;

/// <summary>An LED and what it shows; belongs to the engine, under its lock.</summary>
internal sealed class Lamp(LedLine line)
{
    private bool? _shown;
    private bool _hasFailed;

    /// <summary>The LED.</summary>
    public LedLine Line { get; } = line;

    /// <summary>What it is to show.</summary>
    public BlinkPattern Pattern { get; set; }

    /// <summary>Switches the LED if it is not as it should be at this time.</summary>
    /// <returns>The fault, the first time there is one; a failed LED is never tried again.</returns>
    public HardwareFault? Update(TimeSpan elapsed)
    {
        bool isOn = Pattern.IsOnAt(elapsed);
        if (_hasFailed || _shown == isOn) return null;
        _shown = isOn;
        HardwareFault? fault = Line.Set(isOn);
        _hasFailed = fault is not null;
        return fault;
    }

    /// <summary>How long until it must be switched; <see cref="Timeout.InfiniteTimeSpan"/> for never.</summary>
    public TimeSpan UntilChange(TimeSpan elapsed) => _hasFailed ? Timeout.InfiniteTimeSpan : Pattern.UntilChange(elapsed);
}
