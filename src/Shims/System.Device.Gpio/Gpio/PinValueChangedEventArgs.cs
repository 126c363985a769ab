namespace System.Device.Gpio;

/// <summary>An edge on a pin.</summary>
/// <param name="changeType">Which edge.</param>
/// <param name="pinNumber">Which pin, in the controller's numbering.</param>
public class PinValueChangedEventArgs(PinEventTypes changeType, int pinNumber) : EventArgs
{
    /// <summary>Which edge.</summary>
    public PinEventTypes ChangeType { get; } = changeType;

    /// <summary>Which pin, in the controller's numbering.</summary>
    public int PinNumber { get; } = pinNumber;
}
