namespace EdgeSeed.Config;

/// <summary><c>[hardware.leds]</c>: one to three LEDs.</summary>
internal sealed record LedsConfig
{
    /// <summary>Ready and seeding; alone it shows everything.</summary>
    public LedTarget Status { get; init; } = LedTarget.None;

    /// <summary>Blinks with what is sent.</summary>
    public LedTarget Activity { get; init; } = LedTarget.None;

    /// <summary>Counted blinks when a person should look.</summary>
    public LedTarget Attention { get; init; } = LedTarget.None;

    /// <summary>Whether a GPIO line at low level lights its LED.</summary>
    public bool ActiveLow { get; init; }

    /// <summary>Whether all but attention is dark at night.</summary>
    public bool OffAtNight { get; init; } = true;
}
