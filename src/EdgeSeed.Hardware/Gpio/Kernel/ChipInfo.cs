using System.Runtime.InteropServices;

namespace EdgeSeed.Hardware.Gpio.Kernel;

/// <summary><c>struct gpiochip_info</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct ChipInfo
{
    /// <summary><c>GPIO_MAX_NAME_SIZE</c>.</summary>
    public const int MaxNameLength = 32;

    public fixed byte Name[MaxNameLength];
    public fixed byte Label[MaxNameLength];
    public uint Lines;
}
