using System.Device.Gpio;

namespace EdgeSeed.Hardware.Leds;

/// <summary>An LED on a GPIO line.</summary>
public sealed class GpioLedLine : LedLine
{
    private readonly bool _isActiveLow;
    private GpioPin? _pin;

    private GpioLedLine(GpioPin pin, bool isActiveLow)
    {
        _pin = pin;
        _isActiveLow = isActiveLow;
        Name = NameOf(pin.PinNumber);
    }

    /// <inheritdoc/>
    public override string Name { get; }

    /// <summary>Takes a line as output, LED off.</summary>
    /// <param name="controller">The pins; the caller keeps owning them, and disposes them after the LED.</param>
    /// <param name="pinNumber">The line, as the chip numbers it (on a Raspberry Pi: the GPIO number).</param>
    /// <param name="isActiveLow">Whether the LED is lit by a low line.</param>
    /// <param name="line">The LED; <see langword="null"/> on failure.</param>
    /// <returns>Why the line cannot be had; <see langword="null"/> on success.</returns>
    public static HardwareFault? TryOpen(GpioController controller, int pinNumber, bool isActiveLow, out GpioLedLine? line)
    {
        line = null;
        try
        {
            GpioPin pin = controller.OpenPin(pinNumber, PinMode.Output, isActiveLow);
            line = new GpioLedLine(pin, isActiveLow);
            return null;
        }
        catch (Exception exception) when (HardwareFault.IsMeantBy(exception))
        {
            return new HardwareFault(NameOf(pinNumber), exception.Message);
        }
    }

    /// <inheritdoc/>
    public override HardwareFault? Set(bool isOn)
    {
        try
        {
            _pin?.Write(isOn != _isActiveLow);
            return null;
        }
        catch (Exception exception) when (HardwareFault.IsMeantBy(exception))
        {
            return new HardwareFault(Name, exception.Message);
        }
    }

    /// <inheritdoc/>
    protected override void Release()
    {
        if (_pin is null) return;
        Set(false);
        try
        {
            _pin.Dispose();
        }
        catch (Exception exception) when (HardwareFault.IsMeantBy(exception))
        {
            // The line is gone already; there is nothing to give back.
        }
        _pin = null;
    }

    private static string NameOf(int pinNumber) => $"LED on GPIO {pinNumber}";
}
