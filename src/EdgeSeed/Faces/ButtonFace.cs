using System.Device.Gpio;
using EdgeSeed.Config;
using EdgeSeed.Hardware;
using EdgeSeed.Hardware.Buttons;
using EdgeSeed.Hardware.Gpio;

namespace EdgeSeed.Faces;

/// <summary>The button of the configuration. One that is missing is looked for again now and then.</summary>
internal sealed class ButtonFace : IDisposable
{
    private readonly ButtonConfig _config;
    private readonly TimeProvider _time;
    private readonly FaultLog _faults;
    private readonly ButtonGesture _gesture;
    private readonly long _start;
    private GpioController? _pins;
    private ButtonLine? _line;

    /// <summary>Opens the button.</summary>
    /// <param name="config">Which; there must be one.</param>
    /// <param name="time">The clock.</param>
    /// <param name="faults">Told when it cannot be had.</param>
    public ButtonFace(ButtonConfig config, TimeProvider time, FaultLog faults)
    {
        (_config, _time, _faults, _start) = (config, time, faults, time.GetTimestamp());
        _gesture = new ButtonGesture(config.Hold);
        Retry();
    }

    /// <summary>Whether it can be looked at.</summary>
    public bool IsThere => _line is not null;

    /// <summary>How much of the time until a held button counts is over, 0 to 1; 0 in the first third, which may be a short press yet.</summary>
    public double Held => _gesture.HeldFor(Now) / _config.Hold is var share and > 0.33 ? share : 0;

    private TimeSpan Now => _time.GetElapsedTime(_start);

    /// <summary>Whether the configuration names one.</summary>
    public static bool IsWanted(ButtonConfig config) => config.Line >= 0;

    /// <summary>Looks at it; to be called every <see cref="ButtonGesture.LookInterval"/>.</summary>
    public ButtonPress Look()
    {
        if (_line is not { } line) return ButtonPress.None;
        if (line.TryRead(out bool isPressed) is not { } fault) return _gesture.Look(isPressed, Now);
        Fail(fault);
        return ButtonPress.None;
    }

    /// <summary>Looks again for a button that is missing; does nothing when it is there.</summary>
    public void Retry()
    {
        if (_line is not null) return;
        HardwareFault? fault = GpioAccess.TryOpen(out _pins);
        if (_pins is { } pins) fault = ButtonLine.TryOpen(pins, _config.Line, _config.ActiveLow, out _line);
        if (fault is null) _faults.Clear("button");
        else Fail(fault with { Device = $"button gpio:{_config.Line}" });
    }

    /// <summary>Gives the line back.</summary>
    public void Dispose()
    {
        _line?.Dispose();
        _pins?.Dispose();
        (_line, _pins) = (null, null);
    }

    private void Fail(HardwareFault fault)
    {
        Dispose();
        _faults.Report(fault);
    }
}
