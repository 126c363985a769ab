namespace System.Device.Gpio.Kernel;

/// <summary><c>enum gpio_v2_line_flag</c>, what is used of it.</summary>
[Flags]
internal enum LineFlags : ulong
{
    AsIs = 0,
    Input = 1 << 2,
    Output = 1 << 3,
    EdgeRising = 1 << 4,
    EdgeFalling = 1 << 5,
    PullUp = 1 << 8,
    PullDown = 1 << 9,
}
