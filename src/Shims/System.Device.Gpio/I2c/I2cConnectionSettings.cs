namespace System.Device.I2c;

/// <summary>Where a device is found.</summary>
/// <param name="busId">The bus: the number in <c>/dev/i2c-N</c>.</param>
/// <param name="deviceAddress">The device's 7-bit address.</param>
public sealed class I2cConnectionSettings(int busId, int deviceAddress)
{
    /// <summary>The bus: the number in <c>/dev/i2c-N</c>.</summary>
    public int BusId { get; } = busId;

    /// <summary>The device's 7-bit address.</summary>
    public int DeviceAddress { get; } = deviceAddress;
}
