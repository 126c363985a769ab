using System.Runtime.InteropServices;

namespace System.Device.Gpio.Kernel;

/// <summary><c>struct i2c_rdwr_ioctl_data</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct I2cTransfer
{
    public I2cMessage* Messages;
    public uint MessageCount;
}
