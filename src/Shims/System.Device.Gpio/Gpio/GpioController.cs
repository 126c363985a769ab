using System.Device.Gpio.Kernel;

namespace System.Device.Gpio;

/// <summary>
/// The pins of a board, numbered as its chip numbers its lines (on a Raspberry Pi: the GPIO numbers). Not for several threads at once.
/// </summary>
public class GpioController : IDisposable
{
    private readonly Dictionary<int, (GpioPin Pin, PinValue? Initial)> _open = [];
    private GpioDriver? _driver;

    /// <summary>Takes the board's GPIO chip, by the kernel's character device.</summary>
    /// <exception cref="PlatformNotSupportedException">There is none.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be used by this process.</exception>
    /// <exception cref="IOException">It cannot be used.</exception>
    public GpioController()
        : this(CharacterDeviceDriver.Open())
    {
    }

    /// <summary>Uses a driver, and owns it.</summary>
    public GpioController(GpioDriver driver) => _driver = driver;

    /// <summary>How many pins there are.</summary>
    public virtual int PinCount => Driver.PinCount;

    private GpioDriver Driver => _driver ?? throw new ObjectDisposedException(nameof(GpioController));

    /// <summary>Opens a pin, leaving its mode and value as they are; an open pin is returned as it is.</summary>
    public GpioPin OpenPin(int pinNumber)
    {
        if (_open.TryGetValue(pinNumber, out (GpioPin Pin, PinValue? Initial) open)) return open.Pin;
        Driver.OpenPin(pinNumber);
        var pin = new GpioPin(pinNumber, this);
        _open.Add(pinNumber, (pin, null));
        return pin;
    }

    /// <summary>Opens a pin and sets its mode.</summary>
    public GpioPin OpenPin(int pinNumber, PinMode mode)
    {
        GpioPin pin = OpenPin(pinNumber);
        SetPinMode(pinNumber, mode);
        return pin;
    }

    /// <summary>Opens a pin and sets its mode; an output starts with the value given.</summary>
    public GpioPin OpenPin(int pinNumber, PinMode mode, PinValue initialValue)
    {
        GpioPin pin = OpenPin(pinNumber);
        _open[pinNumber] = (pin, initialValue);
        SetPinMode(pinNumber, mode);
        return pin;
    }

    /// <summary>Closes a pin.</summary>
    /// <exception cref="InvalidOperationException">It is not open.</exception>
    public void ClosePin(int pinNumber)
    {
        CheckOpen(pinNumber);
        Driver.ClosePin(pinNumber);
        _open.Remove(pinNumber);
    }

    /// <summary>Sets an open pin's mode.</summary>
    /// <exception cref="InvalidOperationException">It is not open, or cannot have the mode.</exception>
    public virtual void SetPinMode(int pinNumber, PinMode mode)
    {
        CheckOpen(pinNumber);
        if (!Driver.IsPinModeSupported(pinNumber, mode))
        {
            throw new InvalidOperationException($"Pin {pinNumber} does not support mode {mode}.");
        }
        if (_open[pinNumber].Initial is { } initial) Driver.SetPinMode(pinNumber, mode, initial);
        else Driver.SetPinMode(pinNumber, mode);
    }

    /// <summary>An open pin's mode.</summary>
    /// <exception cref="InvalidOperationException">It is not open.</exception>
    public virtual PinMode GetPinMode(int pinNumber)
    {
        CheckOpen(pinNumber);
        return Driver.GetPinMode(pinNumber);
    }

    /// <summary>Whether a pin is open.</summary>
    public virtual bool IsPinOpen(int pinNumber)
    {
        ObjectDisposedException.ThrowIf(_driver is null, this);
        return _open.ContainsKey(pinNumber);
    }

    /// <summary>An open pin's value.</summary>
    /// <exception cref="InvalidOperationException">It is not open.</exception>
    public virtual PinValue Read(int pinNumber)
    {
        CheckOpen(pinNumber);
        return Driver.Read(pinNumber);
    }

    /// <summary>Sets an open pin's value; while the pin is no output, does nothing but keep the value for when it becomes one.</summary>
    /// <exception cref="InvalidOperationException">It is not open.</exception>
    public virtual void Write(int pinNumber, PinValue value)
    {
        CheckOpen(pinNumber);
        _open[pinNumber] = (_open[pinNumber].Pin, value);
        if (Driver.GetPinMode(pinNumber) == PinMode.Output) Driver.Write(pinNumber, value);
    }

    /// <summary>Has edges of an open input pin reported, on a thread of the driver's.</summary>
    /// <exception cref="InvalidOperationException">It is not open.</exception>
    public virtual void RegisterCallbackForPinValueChangedEvent(int pinNumber, PinEventTypes eventTypes, PinChangeEventHandler callback)
    {
        CheckOpen(pinNumber);
        Driver.AddCallbackForPinValueChangedEvent(pinNumber, eventTypes, callback);
    }

    /// <summary>Ends the reports.</summary>
    /// <exception cref="InvalidOperationException">The pin is not open.</exception>
    public virtual void UnregisterCallbackForPinValueChangedEvent(int pinNumber, PinChangeEventHandler callback)
    {
        CheckOpen(pinNumber);
        Driver.RemoveCallbackForPinValueChangedEvent(pinNumber, callback);
    }

    /// <summary>Closes all pins and the driver.</summary>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Closes all pins and the driver.</summary>
    /// <param name="disposing">Always true here.</param>
    protected virtual void Dispose(bool disposing)
    {
        if (_driver is null) return;
        foreach (int pin in _open.Keys) _driver.ClosePin(pin);
        _open.Clear();
        _driver.Dispose();
        _driver = null;
    }

    private void CheckOpen(int pinNumber)
    {
        if (!IsPinOpen(pinNumber)) throw new InvalidOperationException($"Pin {pinNumber} is not open.");
    }
}
