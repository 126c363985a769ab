namespace System.Device.Gpio;

/// <summary>What drives the pins; derive from it to stand in for the hardware.</summary>
public abstract class GpioDriver : IDisposable
{
    /// <summary>How many pins there are.</summary>
    protected internal abstract int PinCount { get; }

    /// <summary>Takes a pin, leaving its mode and value as they are.</summary>
    protected internal abstract void OpenPin(int pinNumber);

    /// <summary>Gives a pin back.</summary>
    protected internal abstract void ClosePin(int pinNumber);

    /// <summary>Sets an open pin's mode.</summary>
    protected internal abstract void SetPinMode(int pinNumber, PinMode mode);

    /// <summary>Sets an open pin's mode, and the value it starts with when the mode is output.</summary>
    protected internal virtual void SetPinMode(int pinNumber, PinMode mode, PinValue initialValue)
    {
        SetPinMode(pinNumber, mode);
        if (mode == PinMode.Output) Write(pinNumber, initialValue);
    }

    /// <summary>An open pin's mode.</summary>
    protected internal abstract PinMode GetPinMode(int pinNumber);

    /// <summary>Whether a pin can have a mode.</summary>
    protected internal abstract bool IsPinModeSupported(int pinNumber, PinMode mode);

    /// <summary>An open pin's value.</summary>
    protected internal abstract PinValue Read(int pinNumber);

    /// <summary>Sets an open output pin's value.</summary>
    protected internal abstract void Write(int pinNumber, PinValue value);

    /// <summary>Blocks until an edge or the cancellation.</summary>
    protected internal abstract WaitForEventResult WaitForEvent(int pinNumber, PinEventTypes eventTypes, CancellationToken cancellationToken);

    /// <summary>Adds a callback for edges of an open input pin.</summary>
    protected internal abstract void AddCallbackForPinValueChangedEvent(int pinNumber, PinEventTypes eventTypes, PinChangeEventHandler callback);

    /// <summary>Removes a callback; does nothing when it is not there.</summary>
    protected internal abstract void RemoveCallbackForPinValueChangedEvent(int pinNumber, PinChangeEventHandler callback);

    /// <summary>Gives everything back.</summary>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Gives everything back.</summary>
    /// <param name="disposing">Always true here.</param>
    protected virtual void Dispose(bool disposing)
    {
    }
}
