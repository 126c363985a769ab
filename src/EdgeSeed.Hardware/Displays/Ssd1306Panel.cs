using System.Device.I2c;
using Iot.Device.Graphics;
using Iot.Device.Ssd13xx;
using Iot.Device.Ssd13xx.Commands;
using Iot.Device.Ssd13xx.Commands.Ssd1306Commands;

namespace EdgeSeed.Hardware.Displays;

/// <summary>A display with an SSD1306: 128×64 or 128×32.</summary>
public sealed class Ssd1306Panel : Panel
{
    private readonly Ssd1306 _display;

    private Ssd1306Panel(I2cDevice device, int height, bool isFlipped)
        : base(Canvas.MaxWidth, height)
    {
        BitmapImage.RegisterImageFactory(new BlankImageFactory());
        _display = new Ssd1306(device, Width, height);
        // The package sets up 32 rows.
        if (height > 32)
        {
            _display.SendCommand(new SetMultiplexRatio((byte)(height - 1)));
            _display.SendCommand(new SetComPinsHardwareConfiguration(true, false));
        }
        if (isFlipped)
        {
            _display.SendCommand(new SetSegmentReMap(false));
            _display.SendCommand(new SetComOutputScanDirection(true));
        }
    }

    /// <summary>Sets the display up.</summary>
    /// <param name="device">Its place on the bus, which the panel owns from now on; disposed on failure.</param>
    /// <param name="height">32 or 64.</param>
    /// <param name="isFlipped">Whether it hangs upside down.</param>
    /// <param name="panel">The panel; <see langword="null"/> on failure.</param>
    /// <returns>Why it cannot be used; <see langword="null"/> on success.</returns>
    public static HardwareFault? TryOpen(I2cDevice device, int height, bool isFlipped, out Panel? panel)
    {
        panel = null;
        try
        {
            panel = new Ssd1306Panel(device, height, isFlipped);
            return null;
        }
        catch (Exception exception) when (HardwareFault.IsMeantBy(exception))
        {
            device.Dispose();
            return new HardwareFault("display", exception.Message);
        }
    }

    /// <inheritdoc/>
    private protected override void SendPages(int first, Span<byte> bytes)
    {
        _display.SendCommand(new SetColumnAddress());
        _display.SendCommand(new SetPageAddress((PageAddress)first, (PageAddress)(first + (bytes.Length / Width) - 1)));
        _display.SendData(bytes);
    }

    /// <inheritdoc/>
    private protected override void SetContrast(byte contrast) => _display.SendCommand(new SetContrastControlForBank0(contrast));

    /// <inheritdoc/>
    private protected override void SetOn(bool isOn)
    {
        if (isOn) _display.SendCommand(new SetDisplayOn());
        else _display.SendCommand(new SetDisplayOff());
    }

    /// <inheritdoc/>
    private protected override void Release() => _display.Dispose();
}
