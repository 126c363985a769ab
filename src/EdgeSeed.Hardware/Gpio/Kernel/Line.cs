using System.Device.Gpio;
using Microsoft.Win32.SafeHandles;

namespace EdgeSeed.Hardware.Gpio.Kernel;

/// <summary>One line of a chip that this process holds. Everything that fails is an <see cref="IOException"/>.</summary>
internal sealed unsafe class Line : IDisposable
{
    private readonly int _number;
    private readonly SafeFileHandle _handle;

    /// <summary>Takes the line from the chip, as it is.</summary>
    public Line(SafeFileHandle chip, int number)
    {
        _number = number;
        LineRequest request = LineRequest.For(number);
        GpioRequest.Send(chip, GpioRequest.GetLine, &request, $"Cannot take GPIO line {number}");
        _handle = new SafeFileHandle(request.Descriptor, ownsHandle: true);
    }

    /// <summary>The mode that was set last; input until then.</summary>
    public PinMode Mode { get; private set; }

    /// <summary>The line's value.</summary>
    public PinValue Value
    {
        get
        {
            var values = new LineValues { Mask = 1 };
            GpioRequest.Send(_handle, GpioRequest.GetValues, &values, $"Cannot read GPIO line {_number}");
            return (int)(values.Bits & 1);
        }
        set
        {
            var values = new LineValues { Bits = (byte)value, Mask = 1 };
            GpioRequest.Send(_handle, GpioRequest.SetValues, &values, $"Cannot write GPIO line {_number}");
        }
    }

    /// <summary>Sets mode and initial value in one step, so that an output never shows the other value in between.</summary>
    public void SetMode(PinMode mode, PinValue? initial)
    {
        LineConfig config = LineConfig.For(mode, initial);
        GpioRequest.Send(_handle, GpioRequest.SetConfig, &config, $"Cannot set up GPIO line {_number}");
        Mode = mode;
    }

    /// <summary>Gives the line back.</summary>
    public void Dispose() => _handle.Dispose();
}
