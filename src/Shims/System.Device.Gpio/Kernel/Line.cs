using Microsoft.Win32.SafeHandles;

namespace System.Device.Gpio.Kernel;

/// <summary>One line of a chip that this process holds.</summary>
internal sealed unsafe class Line : IDisposable
{
    private readonly int _number;
    private readonly SafeFileHandle _handle;
    private EdgeWatch? _watch;

    /// <summary>Requests the line from the chip.</summary>
    public Line(SafeFileHandle chip, int number)
    {
        _number = number;
        LineRequest request = LineRequest.For(number);
        KernelCall.Control(chip, GpioRequests.GetLine, &request, $"Cannot take GPIO line {number}");
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
            KernelCall.Control(_handle, GpioRequests.GetValues, &values, $"Cannot read GPIO line {_number}");
            return (int)(values.Bits & 1);
        }
        set
        {
            var values = new LineValues { Bits = (byte)value, Mask = 1 };
            KernelCall.Control(_handle, GpioRequests.SetValues, &values, $"Cannot write GPIO line {_number}");
        }
    }

    /// <summary>Sets mode and initial value in one step, so that an output never shows the other value in between.</summary>
    public void SetMode(PinMode mode, PinValue? initial)
    {
        Configure(LineConfig.For(mode, initial, _watch?.Edges ?? PinEventTypes.None));
        Mode = mode;
    }

    /// <summary>Adds a callback for edges.</summary>
    /// <exception cref="InvalidOperationException">The line is an output.</exception>
    public void Watch(PinEventTypes edges, PinChangeEventHandler callback)
    {
        if (Mode == PinMode.Output) throw new InvalidOperationException($"GPIO line {_number} is an output; only inputs have edges.");
        _watch ??= new EdgeWatch(_handle, _number);
        _watch.Add(edges, callback);
        Configure(LineConfig.For(Mode, edges: _watch.Edges));
    }

    /// <summary>Removes a callback.</summary>
    public void Unwatch(PinChangeEventHandler callback)
    {
        if (_watch is null) return;
        _watch.Remove(callback);
        if (_watch.Edges == PinEventTypes.None)
        {
            _watch.Dispose();
            _watch = null;
        }
        Configure(LineConfig.For(Mode, edges: _watch?.Edges ?? PinEventTypes.None));
    }

    /// <summary>Gives the line back.</summary>
    public void Dispose()
    {
        _watch?.Dispose();
        _handle.Dispose();
    }

    private void Configure(LineConfig config) =>
        KernelCall.Control(_handle, GpioRequests.SetConfig, &config, $"Cannot configure GPIO line {_number}");
}
