using System.Device.I2c;
using EdgeSeed.Config;
using EdgeSeed.Faces.Pages;
using EdgeSeed.Hardware;
using EdgeSeed.Hardware.Displays;
using EdgeSeed.Status;
using EdgeSeed.Terminal;

namespace EdgeSeed.Faces;

/// <summary>The display of the configuration. One that is missing or pulled off is looked for again now and then.</summary>
internal sealed class DisplayFace : IDisposable
{
    /// <summary>How long a display that is dark at night is lit after its button was pressed.</summary>
    public static readonly TimeSpan WakeTime = TimeSpan.FromSeconds(30);

    /// <summary>How often the picture moves by a pixel.</summary>
    private static readonly TimeSpan s_shiftTime = TimeSpan.FromMinutes(2);

    private readonly DisplayConfig _config;
    private readonly TimeProvider _time;
    private readonly FaultLog _faults;
    private readonly PageTurner _turner;
    private readonly Canvas _canvas;
    private readonly long _start;
    private Panel? _panel;
    private TimeSpan _awakeUntil;
    private bool _isNext;

    /// <summary>Opens the display.</summary>
    /// <param name="config">Which; there must be one.</param>
    /// <param name="time">The clock.</param>
    /// <param name="faults">Told when it cannot be had.</param>
    public DisplayFace(DisplayConfig config, TimeProvider time, FaultLog faults)
    {
        (_config, _time, _faults, _start) = (config, time, faults, time.GetTimestamp());
        _canvas = new Canvas(Canvas.MaxWidth, config.Model == DisplayModel.Ssd1306Flat ? PageArt.FlatHeight : Canvas.MaxHeight);
        _turner = new PageTurner(config.PageTime, PageArt.LettersATurn(_canvas.Height));
        Retry();
    }

    /// <summary>How much of the time until a held button ejects is over, 0 to 1; 0 while it is not held.</summary>
    public double Held { get; set; }

    private TimeSpan Now => _time.GetElapsedTime(_start);

    /// <summary>Whether the configuration names one.</summary>
    public static bool IsWanted(DisplayConfig config) => config.Model != DisplayModel.None;

    /// <summary>The button was pressed: the next page, or light where it is dark.</summary>
    public void Press(bool isNight)
    {
        _isNext = !isNight || _config.NightBrightness > 0 || Now < _awakeUntil;
        _awakeUntil = Now + WakeTime;
    }

    /// <summary>Shows a snapshot.</summary>
    /// <param name="status">The snapshot; null while the service starts.</param>
    /// <param name="isNight">Whether it is dark outside.</param>
    public void Show(StatusSnapshot? status, bool isNight)
    {
        if (_panel is not { } panel) return;
        TimeSpan now = Now;
        int shift = _config.PixelShift ? (int)(now / s_shiftTime) : 0;
        _canvas.Clear(shift & 1, (shift >> 1) & 1);
        if (status is null) PageArt.DrawStarting(_canvas, Product.Version);
        else
        {
            Page page = _turner.Choose(status, now, _isNext);
            PageArt.Draw(_canvas, Held > 0 ? new Page(PageKind.Holding) : page, status, _turner.Turn, Held);
        }
        _isNext = false;
        int brightness = !isNight ? _config.Brightness : Math.Max(_config.NightBrightness, now < _awakeUntil ? 1 : 0);
        if (panel.Show(_canvas, brightness) is { } fault) Fail(fault);
        else _faults.Clear("display");
    }

    /// <summary>Looks again for a display that is missing; does nothing when it is there.</summary>
    public void Retry()
    {
        if (_panel is null && Open() is { } fault) Fail(fault);
    }

    /// <summary>Makes the display dark.</summary>
    public void Dispose()
    {
        _panel?.Dispose();
        _panel = null;
    }

    private HardwareFault? Open()
    {
        I2cDevice device;
        try
        {
            device = I2cDevice.Create(new I2cConnectionSettings(_config.Bus, _config.Address));
        }
        catch (Exception exception) when (HardwareFault.IsMeantBy(exception))
        {
            return new HardwareFault("display", exception.Message);
        }
        return _config.Model == DisplayModel.Sh1106
            ? Sh1106Panel.TryOpen(device, _config.Flip, out _panel)
            : Ssd1306Panel.TryOpen(device, _canvas.Height, _config.Flip, out _panel);
    }

    private void Fail(HardwareFault fault)
    {
        Dispose();
        _faults.Report(fault);
    }
}
