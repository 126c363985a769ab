using System.Runtime.InteropServices;

namespace System.Device.Gpio.Kernel;

/// <summary><c>struct pollfd</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PollRequest
{
    /// <summary><c>POLLIN</c>.</summary>
    public const short Readable = 1;

    public int Descriptor;
    public short Events;
    public short Returned;
}
