using System.Runtime.InteropServices;

namespace System.Device.Gpio.Kernel;

/// <summary><c>struct gpio_v2_line_event</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct LineEvent
{
    /// <summary><c>GPIO_V2_LINE_EVENT_RISING_EDGE</c>.</summary>
    public const uint RisingEdge = 1;

    public ulong TimestampNanoseconds;
    public uint Id;
    public uint Offset;
    public uint Sequence;
    public uint LineSequence;
    public fixed uint Padding[6];
}
