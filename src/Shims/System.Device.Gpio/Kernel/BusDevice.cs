using System.Device.I2c;
using Microsoft.Win32.SafeHandles;

namespace System.Device.Gpio.Kernel;

/// <summary>A device by <c>/dev/i2c-N</c>.</summary>
internal sealed unsafe class BusDevice : I2cDevice
{
    private readonly SafeFileHandle _bus;
    private readonly string _name;

    private BusDevice(I2cConnectionSettings settings, SafeFileHandle bus)
    {
        ConnectionSettings = settings;
        _bus = bus;
        _name = $"I2C device 0x{settings.DeviceAddress:x2} on bus {settings.BusId}";
    }

    /// <inheritdoc/>
    public override I2cConnectionSettings ConnectionSettings { get; }

    /// <summary>Opens the bus and sets the address.</summary>
    public static BusDevice Open(I2cConnectionSettings settings)
    {
        var device = new BusDevice(settings, KernelCall.Open($"/dev/i2c-{settings.BusId}"));
        try
        {
            KernelCall.Control(device._bus, I2cRequests.SetAddress, (void*)settings.DeviceAddress, $"Cannot address {device._name}");
            return device;
        }
        catch
        {
            device.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public override void Read(Span<byte> buffer) => KernelCall.Read(_bus, buffer, $"Cannot read {_name}");

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer) => KernelCall.Write(_bus, buffer, $"Cannot write {_name}");

    /// <inheritdoc/>
    public override void WriteRead(ReadOnlySpan<byte> writeBuffer, Span<byte> readBuffer)
    {
        ushort address = (ushort)ConnectionSettings.DeviceAddress;
        ushort toWrite = checked((ushort)writeBuffer.Length);
        ushort toRead = checked((ushort)readBuffer.Length);
        fixed (byte* write = writeBuffer)
        fixed (byte* read = readBuffer)
        {
            I2cMessage* messages = stackalloc I2cMessage[2];
            messages[0] = new I2cMessage { Address = address, Length = toWrite, Buffer = write };
            messages[1] = new I2cMessage { Address = address, Flags = I2cMessage.ReadFlag, Length = toRead, Buffer = read };
            var transfer = new I2cTransfer { Messages = messages, MessageCount = 2 };
            KernelCall.Control(_bus, I2cRequests.Transfer, &transfer, $"Cannot write and read {_name}");
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _bus.Dispose();
        base.Dispose(disposing);
    }
}
