using System.Text;
using Microsoft.Win32.SafeHandles;

namespace System.Device.Gpio.Kernel;

/// <summary>Drives pins by <c>/dev/gpiochipN</c>, ABI version 2 (Linux 5.10 and later).</summary>
internal sealed unsafe class CharacterDeviceDriver : GpioDriver
{
    private const int MaxChips = 32;
    private readonly SafeFileHandle _chip;
    private readonly Dictionary<int, Line> _lines = [];

    private CharacterDeviceDriver(SafeFileHandle chip, int lines)
    {
        _chip = chip;
        PinCount = lines;
    }

    /// <inheritdoc/>
    protected internal override int PinCount { get; }

    /// <summary>
    /// Opens the chip behind the board's header: the first whose label begins with <c>pinctrl-</c>, as it does on every Raspberry Pi
    /// (on a Pi 5 that chip is number 0 or 4, depending on the kernel), or else the first there is.
    /// </summary>
    public static CharacterDeviceDriver Open()
    {
        CharacterDeviceDriver? first = null;
        for (int number = 0; number < MaxChips; number++)
        {
            string path = $"/dev/gpiochip{number}";
            if (!File.Exists(path)) continue;
            CharacterDeviceDriver driver = Open(path, out string label);
            if (label.StartsWith("pinctrl-", StringComparison.Ordinal))
            {
                first?.Dispose();
                return driver;
            }
            if (first is null) first = driver;
            else driver.Dispose();
        }
        return first ?? throw new PlatformNotSupportedException("This machine has no GPIO chip.");
    }

    /// <inheritdoc/>
    protected internal override void OpenPin(int pinNumber) => _lines.Add(pinNumber, new Line(_chip, pinNumber));

    /// <inheritdoc/>
    protected internal override void ClosePin(int pinNumber)
    {
        if (_lines.Remove(pinNumber, out Line? line)) line.Dispose();
    }

    /// <inheritdoc/>
    protected internal override void SetPinMode(int pinNumber, PinMode mode) => _lines[pinNumber].SetMode(mode, initial: null);

    /// <inheritdoc/>
    protected internal override void SetPinMode(int pinNumber, PinMode mode, PinValue initialValue) =>
        _lines[pinNumber].SetMode(mode, initialValue);

    /// <inheritdoc/>
    protected internal override PinMode GetPinMode(int pinNumber) => _lines[pinNumber].Mode;

    /// <inheritdoc/>
    protected internal override bool IsPinModeSupported(int pinNumber, PinMode mode) => Enum.IsDefined(mode);

    /// <inheritdoc/>
    protected internal override PinValue Read(int pinNumber) => _lines[pinNumber].Value;

    /// <inheritdoc/>
    protected internal override void Write(int pinNumber, PinValue value) => _lines[pinNumber].Value = value;

    /// <inheritdoc/>
    protected internal override WaitForEventResult WaitForEvent(int pinNumber, PinEventTypes eventTypes, CancellationToken cancellationToken)
    {
        using var came = new ManualResetEventSlim();
        PinEventTypes edge = PinEventTypes.None;
        void Note(object sender, PinValueChangedEventArgs change)
        {
            edge = change.ChangeType;
            came.Set();
        }
        AddCallbackForPinValueChangedEvent(pinNumber, eventTypes, Note);
        bool timedOut = WaitHandle.WaitAny([came.WaitHandle, cancellationToken.WaitHandle]) == 1;
        RemoveCallbackForPinValueChangedEvent(pinNumber, Note);
        return new WaitForEventResult { EventTypes = edge, TimedOut = timedOut };
    }

    /// <inheritdoc/>
    protected internal override void AddCallbackForPinValueChangedEvent(
        int pinNumber, PinEventTypes eventTypes, PinChangeEventHandler callback) =>
        _lines[pinNumber].Watch(eventTypes, callback);

    /// <inheritdoc/>
    protected internal override void RemoveCallbackForPinValueChangedEvent(int pinNumber, PinChangeEventHandler callback) =>
        _lines[pinNumber].Unwatch(callback);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        foreach (Line line in _lines.Values) line.Dispose();
        _lines.Clear();
        _chip.Dispose();
        base.Dispose(disposing);
    }

    private static CharacterDeviceDriver Open(string path, out string label)
    {
        SafeFileHandle chip = KernelCall.Open(path);
        ChipInfo info;
        KernelCall.Control(chip, GpioRequests.GetChipInfo, &info, $"Cannot ask {path} what it is");
        ReadOnlySpan<byte> name = new(info.Label, ChipInfo.MaxNameLength);
        int end = name.IndexOf((byte)0);
        label = Encoding.UTF8.GetString(end < 0 ? name : name[..end]);
        return new CharacterDeviceDriver(chip, (int)info.Lines);
    }
}
