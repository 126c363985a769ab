using System.Runtime.InteropServices;

namespace System.Device.Gpio.Kernel;

/// <summary><c>struct gpio_v2_line_config</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct LineConfig
{
    public LineFlags Flags;
    public uint AttributeCount;
    public fixed uint Padding[5];
    public LineAttributes Attributes;

    /// <summary>What the kernel is asked for to give one line a mode.</summary>
    /// <param name="mode">The mode.</param>
    /// <param name="initial">What an output starts with; without it an output starts low.</param>
    /// <param name="edges">Which edges of an input to report.</param>
    public static LineConfig For(PinMode mode, PinValue? initial = null, PinEventTypes edges = PinEventTypes.None)
    {
        var config = new LineConfig { Flags = Direction(mode) };
        if (mode != PinMode.Output)
        {
            if (edges.HasFlag(PinEventTypes.Rising)) config.Flags |= LineFlags.EdgeRising;
            if (edges.HasFlag(PinEventTypes.Falling)) config.Flags |= LineFlags.EdgeFalling;
        }
        else if (initial is { } value)
        {
            config.AttributeCount = 1;
            config.Attributes[0] = new LineAttribute { Id = LineAttribute.OutputValues, Value = (byte)value, Mask = 1 };
        }
        return config;
    }

    private static LineFlags Direction(PinMode mode) => mode switch
    {
        PinMode.Output => LineFlags.Output,
        PinMode.InputPullDown => LineFlags.Input | LineFlags.PullDown,
        PinMode.InputPullUp => LineFlags.Input | LineFlags.PullUp,
        _ => LineFlags.Input,
    };
}
