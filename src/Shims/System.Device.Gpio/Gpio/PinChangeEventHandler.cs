namespace System.Device.Gpio;

/// <summary>What is called at an edge, on a thread of the driver's.</summary>
/// <param name="sender">The driver, or a part of it.</param>
/// <param name="pinValueChangedEventArgs">The edge.</param>
public delegate void PinChangeEventHandler(object sender, PinValueChangedEventArgs pinValueChangedEventArgs);
