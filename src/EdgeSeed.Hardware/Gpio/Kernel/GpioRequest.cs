using System.ComponentModel;
using System.Runtime.InteropServices;
using EdgeSeed.Linux;
using Microsoft.Win32.SafeHandles;

namespace EdgeSeed.Hardware.Gpio.Kernel;

/// <summary>The <c>ioctl</c> calls of <c>linux/gpio.h</c>, ABI version 2. Their numbers: direction, size of the structure, 0xB4, ordinal.</summary>
internal static unsafe class GpioRequest
{
    /// <summary><c>GPIO_GET_CHIPINFO_IOCTL</c>, with <see cref="ChipInfo"/>.</summary>
    public const uint GetChipInfo = 0x8044B401;

    /// <summary><c>GPIO_V2_GET_LINE_IOCTL</c>, with <see cref="LineRequest"/>.</summary>
    public const uint GetLine = 0xC250B407;

    /// <summary><c>GPIO_V2_LINE_SET_CONFIG_IOCTL</c>, with <see cref="LineConfig"/>.</summary>
    public const uint SetConfig = 0xC110B40D;

    /// <summary><c>GPIO_V2_LINE_GET_VALUES_IOCTL</c>, with <see cref="LineValues"/>.</summary>
    public const uint GetValues = 0xC010B40E;

    /// <summary><c>GPIO_V2_LINE_SET_VALUES_IOCTL</c>, with <see cref="LineValues"/>.</summary>
    public const uint SetValues = 0xC010B40F;

    /// <summary>Makes a call.</summary>
    /// <param name="device">The chip or the line.</param>
    /// <param name="request">Which call.</param>
    /// <param name="argument">Its structure.</param>
    /// <param name="purpose">What cannot be done when it fails, for a person.</param>
    /// <exception cref="IOException">The purpose and the kernel's reason.</exception>
    public static void Send(SafeFileHandle device, uint request, void* argument, string purpose)
    {
        int result;
        do result = Libc.Control(device, request, argument);
        while (result < 0 && Marshal.GetLastPInvokeError() == Errno.Interrupted);
        if (result >= 0) return;
        int errno = Marshal.GetLastPInvokeError();
        throw new IOException($"{purpose}: {new Win32Exception(errno).Message}.", errno);
    }
}
