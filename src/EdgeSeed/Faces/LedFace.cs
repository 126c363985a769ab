using System.Device.Gpio;
using EdgeSeed.Config;
using EdgeSeed.Config.Units;
using EdgeSeed.Hardware;
using EdgeSeed.Hardware.Gpio;
using EdgeSeed.Hardware.Leds;
using EdgeSeed.Linux.Supervision;
using EdgeSeed.Status;

namespace EdgeSeed.Faces;

/// <summary>The LEDs of the configuration. Those that are missing or fail are looked for again now and then; the others go on.</summary>
internal sealed class LedFace : IDisposable
{
    private readonly LedsConfig _config;
    private readonly TimeProvider _time;
    private readonly Supervisor _supervisor;
    private readonly FaultLog _faults;
    private readonly long _start;
    private GpioController? _pins;
    private BlinkThread? _blinking;
    private int _status = -1, _activity = -1, _attention = -1;
    private volatile bool _isBroken;

    /// <summary>Takes the LEDs.</summary>
    /// <param name="config">Which.</param>
    /// <param name="time">The clock.</param>
    /// <param name="supervisor">Runs the thread that they blink by.</param>
    /// <param name="faults">Told of those that cannot be had.</param>
    public LedFace(LedsConfig config, TimeProvider time, Supervisor supervisor, FaultLog faults)
    {
        (_config, _time, _supervisor, _faults, _start) = (config, time, supervisor, faults, time.GetTimestamp());
        Open();
    }

    /// <summary>Whether the configuration names any.</summary>
    public static bool IsWanted(LedsConfig config) => config.Status != LedTarget.None || config.Activity != LedTarget.None || config.Attention != LedTarget.None;

    /// <summary>Shows a snapshot.</summary>
    /// <param name="status">The snapshot; null while the service starts.</param>
    /// <param name="isNight">Whether it is dark outside.</param>
    public void Show(StatusSnapshot? status, bool isNight)
    {
        if (_blinking is not { } leds) return;
        bool isDark = isNight && _config.OffAtNight;
        BlinkPattern attention = LedLanguage.Attention(status);
        BlinkPattern state = LedLanguage.Status(status, _config.Activity != LedTarget.None, _config.Attention != LedTarget.None);
        // An LED that stands in for the attention LED says that much at night.
        if (isDark) state = _config.Attention == LedTarget.None ? attention : BlinkPattern.Off;
        if (_status >= 0) leds.Show(_status, state);
        if (_activity >= 0) leds.Show(_activity, isDark ? BlinkPattern.Off : LedLanguage.Activity(status));
        if (_attention >= 0) leds.Show(_attention, attention);
    }

    /// <summary>Looks again for what is missing; does nothing when nothing is.</summary>
    public void Retry()
    {
        if (!_isBroken) return;
        Close();
        Open();
    }

    /// <summary>Gives the LEDs back, dark or as they were found.</summary>
    public void Dispose() => Close();

    private void Open()
    {
        _isBroken = false;
        List<LedLine> lines = [];
        _status = TakeLine(_config.Status, lines);
        _activity = TakeLine(_config.Activity, lines);
        _attention = TakeLine(_config.Attention, lines);
        if (lines.Count > 0) _blinking = new BlinkThread(new BlinkEngine(lines, _time, _start, Fail), _supervisor);
        if (!_isBroken) _faults.Clear("LED");
    }

    /// <summary>Opens an LED.</summary>
    /// <returns>Its index among those that blink; -1 when there is none, or it cannot be had.</returns>
    private int TakeLine(LedTarget target, List<LedLine> lines)
    {
        LedLine? line = null;
        HardwareFault? fault = null;
        if (target.BoardName is { } name)
        {
            fault = SysfsLedLine.TryOpen(name, out SysfsLedLine? own);
            line = own;
        }
        else if (target.GpioLine is { } number)
        {
            fault = _pins is null ? GpioAccess.TryOpen(out _pins) : null;
            if (_pins is { } pins)
            {
                fault = GpioLedLine.TryOpen(pins, number, _config.ActiveLow, out GpioLedLine? onPin);
                line = onPin;
            }
        }
        if (fault is not null) Fail(fault with { Device = $"LED {target}" });
        if (line is null) return -1;
        lines.Add(line);
        return lines.Count - 1;
    }

    private void Fail(HardwareFault fault)
    {
        _isBroken = true;
        _faults.Report(fault);
    }

    private void Close()
    {
        _blinking?.Dispose();
        _pins?.Dispose();
        (_blinking, _pins) = (null, null);
    }
}
