using System.Device.Gpio;

namespace EdgeSeed.Hardware.Tests.Gpio;

/// <summary>Eight pins of nothing: keeps what is written, and fails when told.</summary>
internal sealed class FakeGpioDriver : GpioDriver
{
    private readonly Dictionary<int, PinMode> _modes = [];
    private readonly Dictionary<int, (PinEventTypes Edges, PinChangeEventHandler Callback)> _callbacks = [];

    /// <summary>What was done, in order.</summary>
    public List<string> Calls { get; } = [];

    /// <summary>The pins' values.</summary>
    public Dictionary<int, PinValue> Values { get; } = [];

    /// <summary>What every call throws, when set.</summary>
    public Exception? Failure { get; set; }

    protected override int PinCount => 8;

    /// <summary>Has an edge happen.</summary>
    public void Edge(int pinNumber, PinEventTypes edge)
    {
        if (_callbacks.TryGetValue(pinNumber, out var known) && known.Edges.HasFlag(edge)) known.Callback(this, new PinValueChangedEventArgs(edge, pinNumber));
    }

    protected override void OpenPin(int pinNumber)
    {
        Do($"open {pinNumber}");
        _modes[pinNumber] = PinMode.Input;
    }

    protected override void ClosePin(int pinNumber) => Do($"close {pinNumber}");

    protected override void SetPinMode(int pinNumber, PinMode mode)
    {
        Do($"mode {pinNumber} {mode}");
        _modes[pinNumber] = mode;
    }

    protected override void SetPinMode(int pinNumber, PinMode mode, PinValue initialValue)
    {
        Do($"mode {pinNumber} {mode} {initialValue}");
        _modes[pinNumber] = mode;
        Values[pinNumber] = initialValue;
    }

    protected override PinMode GetPinMode(int pinNumber) => _modes[pinNumber];

    protected override bool IsPinModeSupported(int pinNumber, PinMode mode) => mode != PinMode.InputPullDown;

    protected override PinValue Read(int pinNumber) => Values.GetValueOrDefault(pinNumber);

    protected override void Write(int pinNumber, PinValue value)
    {
        Do($"write {pinNumber} {value}");
        Values[pinNumber] = value;
    }

    protected override WaitForEventResult WaitForEvent(int pinNumber, PinEventTypes eventTypes, CancellationToken cancellationToken) =>
        new() { TimedOut = true };

    protected override void AddCallbackForPinValueChangedEvent(int pinNumber, PinEventTypes eventTypes, PinChangeEventHandler callback) =>
        _callbacks[pinNumber] = (eventTypes, callback);

    protected override void RemoveCallbackForPinValueChangedEvent(int pinNumber, PinChangeEventHandler callback) => _callbacks.Remove(pinNumber);

    protected override void Dispose(bool disposing)
    {
        if (disposing) Calls.Add("dispose");
        base.Dispose(disposing);
    }

    private void Do(string call)
    {
        Calls.Add(call);
        if (Failure is not null) throw Failure;
    }
}
