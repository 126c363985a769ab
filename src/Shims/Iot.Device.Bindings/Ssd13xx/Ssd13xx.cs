using System.Device.I2c;
using Iot.Device.Ssd13xx.Commands;

namespace Iot.Device.Ssd13xx;

/// <summary>A display of this family on I2C, which it owns. A transfer that fails is an <see cref="IOException"/>.</summary>
/// <param name="i2cDevice">The device.</param>
/// <param name="width">Columns of pixels.</param>
/// <param name="height">Rows of pixels.</param>
public abstract class Ssd13xx(I2cDevice i2cDevice, int width, int height) : IDisposable
{
    /// <summary>The byte before commands, and that before data.</summary>
    private const byte CommandsFollow = 0x00, DataFollows = 0x40;

    private byte[] _message = new byte[64];

    /// <summary>Columns of pixels.</summary>
    public int ScreenWidth { get; } = width;

    /// <summary>Rows of pixels.</summary>
    public int ScreenHeight { get; } = height;

    /// <summary>Sends a command.</summary>
    public abstract void SendCommand(ISharedCommand command);

    /// <summary>Sends pixels: each byte is eight of a column, the lowest bit on top.</summary>
    public virtual void SendData(Span<byte> data) => Send(DataFollows, data);

    /// <summary>Frees the device.</summary>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees the device.</summary>
    /// <param name="disposing">Always true here.</param>
    protected virtual void Dispose(bool disposing) => i2cDevice.Dispose();

    /// <summary>Sends the bytes of one command, or of several.</summary>
    private protected void SendCommands(ReadOnlySpan<byte> commands) => Send(CommandsFollow, commands);

    private void Send(byte control, ReadOnlySpan<byte> bytes)
    {
        if (_message.Length <= bytes.Length) _message = new byte[bytes.Length + 1];
        _message[0] = control;
        bytes.CopyTo(_message.AsSpan(1));
        i2cDevice.Write(_message.AsSpan(0, bytes.Length + 1));
    }
}
