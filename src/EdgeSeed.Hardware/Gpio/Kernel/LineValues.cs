using System.Runtime.InteropServices;

namespace EdgeSeed.Hardware.Gpio.Kernel;

/// <summary><c>struct gpio_v2_line_values</c>; bit 0 is the one line of our requests.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct LineValues
{
    public ulong Bits;
    public ulong Mask;
}
