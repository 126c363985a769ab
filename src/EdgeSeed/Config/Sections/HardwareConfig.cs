namespace EdgeSeed.Config;

/// <summary><c>[hardware]</c>: LEDs, display, button.</summary>
internal sealed record HardwareConfig
{
    /// <summary>Whether any of it is used.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Hours in which LEDs and display are dimmed or dark; null: never.</summary>
    public DayWindow? Night { get; init; }

    /// <summary>How often missing hardware is looked for again.</summary>
    public TimeSpan RetryInterval { get; init; } = TimeSpan.FromMinutes(1);
}
