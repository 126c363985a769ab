namespace Iot.Device.Ssd13xx.Commands.Ssd1306Commands;

/// <summary>Chooses the columns that data goes to, and moves to the first of them.</summary>
/// <param name="startAddress">The first, 0 to 127.</param>
/// <param name="endAddress">The last, 0 to 127; after it comes the next page.</param>
public class SetColumnAddress(byte startAddress = 0, byte endAddress = 127) : ISsd1306Command
{
    /// <inheritdoc/>
    public byte Id => 0x21;

    /// <inheritdoc/>
    public byte[] GetBytes() => [Id, startAddress, endAddress];
}
