using System.Runtime.InteropServices;

namespace EdgeSeed.Hardware.Gpio.Kernel;

/// <summary><c>struct gpio_v2_line_request</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct LineRequest
{
    /// <summary><c>GPIO_V2_LINES_MAX</c>.</summary>
    public const int MaxLines = 64;

    public fixed uint Offsets[MaxLines];
    public fixed byte Consumer[ChipInfo.MaxNameLength];
    public LineConfig Config;
    public uint LineCount;
    public uint EventBufferSize;
    public fixed uint Padding[5];

    /// <summary>Filled in by the kernel.</summary>
    public int Descriptor;

    /// <summary>Asks for one line, leaving its direction and value as they are.</summary>
    public static LineRequest For(int pinNumber)
    {
        LineRequest request = default;
        request.Offsets[0] = (uint)pinNumber;
        request.LineCount = 1;
        "edgeseed"u8.CopyTo(new Span<byte>(request.Consumer, ChipInfo.MaxNameLength));
        return request;
    }
}
