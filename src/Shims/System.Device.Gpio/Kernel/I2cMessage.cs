using System.Runtime.InteropServices;

namespace System.Device.Gpio.Kernel;

/// <summary><c>struct i2c_msg</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct I2cMessage
{
    /// <summary><c>I2C_M_RD</c>.</summary>
    public const ushort ReadFlag = 1;

    public ushort Address;
    public ushort Flags;
    public ushort Length;
    public byte* Buffer;
}
