using System.Device.Gpio;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace EdgeSeed.Hardware.Gpio.Kernel;

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
    public static LineConfig For(PinMode mode, PinValue? initial = null)
    {
        var config = new LineConfig { Flags = FlagsOf(mode) };
        if (mode == PinMode.Output && initial is { } value)
        {
            config.AttributeCount = 1;
            config.Attributes[0] = new LineAttribute { Id = LineAttribute.OutputValues, Value = (byte)value, Mask = 1 };
        }
        return config;
    }

    private static LineFlags FlagsOf(PinMode mode) => mode switch
    {
        PinMode.Output => LineFlags.Output,
        PinMode.InputPullDown => LineFlags.Input | LineFlags.PullDown,
        PinMode.InputPullUp => LineFlags.Input | LineFlags.PullUp,
        _ => LineFlags.Input,
    };
}

/// <summary><c>enum gpio_v2_line_flag</c>, what is used of it.</summary>
[Flags]
internal enum LineFlags : ulong
{
    AsIs = 0,
    Input = 1 << 2,
    Output = 1 << 3,
    PullUp = 1 << 8,
    PullDown = 1 << 9,
}

/// <summary><c>struct gpio_v2_line_config_attribute</c> with the <c>gpio_v2_line_attribute</c> inside it laid out in place.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct LineAttribute
{
    /// <summary><c>GPIO_V2_LINE_ATTR_ID_OUTPUT_VALUES</c>.</summary>
    public const uint OutputValues = 2;

    public uint Id;
    public uint Padding;

    /// <summary>The union of flags, values and debounce period.</summary>
    public ulong Value;

    /// <summary>Which of the requested lines it is for.</summary>
    public ulong Mask;
}

/// <summary>The <c>GPIO_V2_LINE_NUM_ATTRS_MAX</c> attributes of a <see cref="LineConfig"/>.</summary>
[InlineArray(10)]
internal struct LineAttributes
{
    private LineAttribute _first;
}
