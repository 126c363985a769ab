using EdgeSeed.Config;
using EdgeSeed.Linux.Supervision;

namespace EdgeSeed.Faces;

/// <summary>LEDs, display and button as one configuration names them; what it does not name is null.</summary>
internal sealed class FaceParts : IDisposable
{
    private readonly HardwareConfig _config;
    private readonly TimeProvider _time;
    private long _retriedAt;

    /// <summary>Opens what is named.</summary>
    /// <param name="config">The configuration.</param>
    /// <param name="time">The clock.</param>
    /// <param name="supervisor">Runs the thread of the LEDs.</param>
    /// <param name="faults">Told of what cannot be had.</param>
    public FaceParts(SeedConfig config, TimeProvider time, Supervisor supervisor, FaultLog faults)
    {
        (_config, _time, _retriedAt) = (config.Hardware, time, time.GetTimestamp());
        if (LedFace.IsWanted(config.Leds)) Leds = new LedFace(config.Leds, time, supervisor, faults);
        if (DisplayFace.IsWanted(config.Display)) Display = new DisplayFace(config.Display, time, faults);
        if (ButtonFace.IsWanted(config.Button)) Button = new ButtonFace(config.Button, time, faults);
    }

    /// <summary>The LEDs.</summary>
    public LedFace? Leds { get; }

    /// <summary>The display.</summary>
    public DisplayFace? Display { get; }

    /// <summary>The button.</summary>
    public ButtonFace? Button { get; }

    /// <summary>Whether the clock on the wall says night.</summary>
    public bool IsNight => _config.Night is { } night && night.Contains(TimeOnly.FromDateTime(_time.GetLocalNow().DateTime));

    /// <summary>Whether the configuration names anything.</summary>
    public static bool AreWanted(SeedConfig config) =>
        config.Hardware.Enabled && (LedFace.IsWanted(config.Leds) || DisplayFace.IsWanted(config.Display) || ButtonFace.IsWanted(config.Button));

    /// <summary>Looks again for what is missing, as often as the configuration says.</summary>
    public void Retry()
    {
        if (_time.GetElapsedTime(_retriedAt) < _config.RetryInterval) return;
        _retriedAt = _time.GetTimestamp();
        Leds?.Retry();
        Display?.Retry();
        Button?.Retry();
    }

    /// <summary>Gives everything back: LEDs and display dark.</summary>
    public void Dispose()
    {
        Button?.Dispose();
        Display?.Dispose();
        Leds?.Dispose();
    }
}
