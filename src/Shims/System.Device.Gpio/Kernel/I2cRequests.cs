namespace System.Device.Gpio.Kernel;

/// <summary>The <c>ioctl</c> numbers of <c>linux/i2c-dev.h</c>.</summary>
internal static class I2cRequests
{
    /// <summary><c>I2C_SLAVE</c>: the address, not a pointer, is the argument.</summary>
    public const uint SetAddress = 0x0703;

    /// <summary><c>I2C_RDWR</c>, with <see cref="I2cTransfer"/>.</summary>
    public const uint Transfer = 0x0707;
}
