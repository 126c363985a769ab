namespace Iot.Device.Ssd13xx.Commands.Ssd1306Commands;

/// <summary>Chooses the pages that data goes to, and moves to the first of them.</summary>
/// <param name="startAddress">The first.</param>
/// <param name="endAddress">The last; after it comes the first again.</param>
public class SetPageAddress(PageAddress startAddress = PageAddress.Page0, PageAddress endAddress = PageAddress.Page7) : ISsd1306Command
{
    /// <inheritdoc/>
    public byte Id => 0x22;

    /// <inheritdoc/>
    public byte[] GetBytes() => [Id, (byte)startAddress, (byte)endAddress];
}
