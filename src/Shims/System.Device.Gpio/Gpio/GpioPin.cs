namespace System.Device.Gpio;

/// <summary>An open pin of a <see cref="GpioController"/>; disposing it closes it.</summary>
public class GpioPin : IDisposable
{
    private readonly GpioController _controller;

    /// <summary>Made by <see cref="GpioController"/>.</summary>
    protected internal GpioPin(int pinNumber, GpioController controller)
    {
        PinNumber = pinNumber;
        _controller = controller;
    }

    /// <summary>Its number.</summary>
    public virtual int PinNumber { get; }

    /// <summary>Its value.</summary>
    public virtual PinValue Read() => _controller.Read(PinNumber);

    /// <summary>Sets its value; does nothing while it is no output.</summary>
    public virtual void Write(PinValue value) => _controller.Write(PinNumber, value);

    /// <summary>Closes it, if it is open.</summary>
    public virtual void Close()
    {
        if (_controller.IsPinOpen(PinNumber)) _controller.ClosePin(PinNumber);
    }

    /// <summary>Closes it, if it is open.</summary>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Closes it, if it is open.</summary>
    /// <param name="disposing">Always true here.</param>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing) Close();
    }
}
