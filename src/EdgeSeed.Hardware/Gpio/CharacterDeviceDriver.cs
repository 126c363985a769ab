using System.Device.Gpio;
using EdgeSeed.Hardware.Gpio.Kernel;
using Microsoft.Win32.SafeHandles;

namespace EdgeSeed.Hardware.Gpio;

/// <summary>
/// Drives the lines of one <c>/dev/gpiochipN</c> by the kernel's character device, ABI version 2 (Linux 5.10 and later); no library is
/// between. Failures are <see cref="IOException"/> with what was tried and the kernel's reason. Edges are not reported: buttons are polled.
/// </summary>
internal sealed class CharacterDeviceDriver : GpioDriver
{
    private readonly SafeFileHandle _chip;
    private readonly Dictionary<int, Line> _lines = [];

    /// <summary>Drives a chip, which this owns from now on.</summary>
    /// <param name="chip">The open device.</param>
    /// <param name="lines">How many lines it has; no more than that are ever open.</param>
    public CharacterDeviceDriver(SafeFileHandle chip, int lines) => (_chip, PinCount) = (chip, lines);

    /// <inheritdoc/>
    protected override int PinCount { get; }

    /// <inheritdoc/>
    protected override void OpenPin(int pinNumber) => _lines.Add(pinNumber, new Line(_chip, pinNumber));

    /// <inheritdoc/>
    protected override void ClosePin(int pinNumber)
    {
        if (_lines.Remove(pinNumber, out Line? line)) line.Dispose();
    }

    /// <inheritdoc/>
    protected override void SetPinMode(int pinNumber, PinMode mode) => _lines[pinNumber].SetMode(mode, initial: null);

    /// <inheritdoc/>
    protected override void SetPinMode(int pinNumber, PinMode mode, PinValue initialValue) => _lines[pinNumber].SetMode(mode, initialValue);

    /// <inheritdoc/>
    protected override PinMode GetPinMode(int pinNumber) => _lines[pinNumber].Mode;

    /// <inheritdoc/>
    protected override bool IsPinModeSupported(int pinNumber, PinMode mode) =>
        mode is PinMode.Input or PinMode.Output or PinMode.InputPullDown or PinMode.InputPullUp;

    /// <inheritdoc/>
    protected override PinValue Read(int pinNumber) => _lines[pinNumber].Value;

    /// <inheritdoc/>
    protected override void Write(int pinNumber, PinValue value) => _lines[pinNumber].Value = value;

    /// <inheritdoc/>
    protected override WaitForEventResult WaitForEvent(int pinNumber, PinEventTypes eventTypes, CancellationToken cancellationToken) => throw Polled();

    /// <inheritdoc/>
    protected override void AddCallbackForPinValueChangedEvent(int pinNumber, PinEventTypes eventTypes, PinChangeEventHandler callback) => throw Polled();

    /// <inheritdoc/>
    protected override void RemoveCallbackForPinValueChangedEvent(int pinNumber, PinChangeEventHandler callback) => throw Polled();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            foreach (Line line in _lines.Values) line.Dispose();
            _lines.Clear();
            _chip.Dispose();
        }
        base.Dispose(disposing);
    }

    private static NotSupportedException Polled() => new("Lines are read when somebody wants to know; edges are not reported.");
}
