using System.Device.I2c;

namespace EdgeSeed.Hardware.Tests.Gpio;

/// <summary>What we rely on in I2C devices.</summary>
public class I2cDeviceTests
{
    [Fact]
    public void Bus_that_is_not_there_is_an_input_output_error()
    {
        Assert.ThrowsAny<IOException>(() =>
        {
            using I2cDevice device = I2cDevice.Create(new I2cConnectionSettings(busId: 254, deviceAddress: 0x3C));
            device.WriteByte(0);
        });
    }

    [Fact]
    public void Single_bytes_go_through_the_buffers_of_a_stand_in()
    {
        using var device = new EchoDevice();

        device.WriteByte(0x42);

        Assert.Equal(0x42, device.ReadByte());
        Assert.Equal(0x3C, device.ConnectionSettings.DeviceAddress);
    }

    private sealed class EchoDevice : I2cDevice
    {
        private byte[] _written = [];

        public override I2cConnectionSettings ConnectionSettings { get; } = new(1, 0x3C);

        public override void Read(Span<byte> buffer) => _written.CopyTo(buffer);

        public override void Write(ReadOnlySpan<byte> buffer) => _written = buffer.ToArray();

        public override void WriteRead(ReadOnlySpan<byte> writeBuffer, Span<byte> readBuffer)
        {
            Write(writeBuffer);
            Read(readBuffer);
        }
    }
}
