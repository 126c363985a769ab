using System.Runtime.InteropServices;

namespace System.Device.Gpio.Kernel;

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
