using System.Device.Gpio.Kernel;

namespace System.Device.I2c;

/// <summary>A device on an I2C bus; derive from it to stand in for one. A transfer that fails is an <see cref="IOException"/>.</summary>
public abstract class I2cDevice : IDisposable
{
    /// <summary>Where it is.</summary>
    public abstract I2cConnectionSettings ConnectionSettings { get; }

    /// <summary>Opens a device by the kernel's <c>i2c-dev</c>; whether one answers at the address is seen at the first transfer.</summary>
    /// <exception cref="UnauthorizedAccessException">This process may not use the bus.</exception>
    /// <exception cref="IOException">There is no such bus, or a kernel driver has the device.</exception>
    public static I2cDevice Create(I2cConnectionSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return BusDevice.Open(settings);
    }

    /// <summary>Reads one byte.</summary>
    public virtual byte ReadByte()
    {
        Span<byte> one = stackalloc byte[1];
        Read(one);
        return one[0];
    }

    /// <summary>Fills the buffer.</summary>
    public abstract void Read(Span<byte> buffer);

    /// <summary>Writes one byte.</summary>
    public virtual void WriteByte(byte value) => Write([value]);

    /// <summary>Writes the buffer in one transfer, of at most 8,192 bytes.</summary>
    public abstract void Write(ReadOnlySpan<byte> buffer);

    /// <summary>Writes, and reads after a repeated start, as one transfer.</summary>
    public abstract void WriteRead(ReadOnlySpan<byte> writeBuffer, Span<byte> readBuffer);

    /// <summary>Closes the device.</summary>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Closes the device.</summary>
    /// <param name="disposing">Always true here.</param>
    protected virtual void Dispose(bool disposing)
    {
    }
}
