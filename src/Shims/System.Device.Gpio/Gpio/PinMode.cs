namespace System.Device.Gpio;

/// <summary>What a pin is set up for.</summary>
public enum PinMode
{
    /// <summary>Input, with whatever bias the line has.</summary>
    Input,

    /// <summary>Output.</summary>
    Output,

    /// <summary>Input pulled low.</summary>
    InputPullDown,

    /// <summary>Input pulled high.</summary>
    InputPullUp,
}
