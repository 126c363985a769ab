using System.Device.Gpio;

namespace EdgeSeed.Hardware.Buttons;

/// <summary>A push button on a GPIO line.</summary>
public sealed class ButtonLine : IDisposable
{
    private readonly GpioPin _pin;
    private readonly bool _isActiveLow;

    private ButtonLine(GpioPin pin, bool isActiveLow) => (_pin, _isActiveLow) = (pin, isActiveLow);

    /// <summary>Takes a line as input, pulled to the level of a button that is up.</summary>
    /// <param name="controller">The pins; the caller keeps owning them, and disposes them after the button.</param>
    /// <param name="pinNumber">The line, as the chip numbers it (on a Raspberry Pi: the GPIO number).</param>
    /// <param name="isActiveLow">Whether pressed means low: a button between the line and ground.</param>
    /// <param name="button">The button; <see langword="null"/> on failure.</param>
    /// <returns>Why the line cannot be had; <see langword="null"/> on success.</returns>
    public static HardwareFault? TryOpen(GpioController controller, int pinNumber, bool isActiveLow, out ButtonLine? button)
    {
        button = null;
        try
        {
            button = new ButtonLine(controller.OpenPin(pinNumber, isActiveLow ? PinMode.InputPullUp : PinMode.InputPullDown), isActiveLow);
            return null;
        }
        catch (Exception exception) when (HardwareFault.IsMeantBy(exception))
        {
            return new HardwareFault(NameOf(pinNumber), exception.Message);
        }
    }

    /// <summary>Looks at the contact.</summary>
    /// <param name="isPressed">Whether it is closed; false on failure.</param>
    /// <returns>What went wrong; <see langword="null"/> on success.</returns>
    public HardwareFault? TryRead(out bool isPressed)
    {
        isPressed = false;
        try
        {
            isPressed = _pin.Read() == (_isActiveLow ? PinValue.Low : PinValue.High);
            return null;
        }
        catch (Exception exception) when (HardwareFault.IsMeantBy(exception))
        {
            return new HardwareFault(NameOf(_pin.PinNumber), exception.Message);
        }
    }

    /// <summary>Gives the line back. Fails silently: nobody is left to be told.</summary>
    public void Dispose()
    {
        try
        {
            _pin.Dispose();
        }
        catch (Exception exception) when (HardwareFault.IsMeantBy(exception))
        {
            // The line is gone already; there is nothing to give back.
        }
    }

    private static string NameOf(int pinNumber) => $"button on GPIO {pinNumber}";
}
