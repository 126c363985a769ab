namespace Iot.Device.Ssd13xx.Commands.Ssd1306Commands;

/// <summary>Chooses whether columns run backwards; for data that is written afterwards.</summary>
/// <param name="columnAddress127">Whether column 127 is the controller's first segment: from left to right on the usual module.</param>
public class SetSegmentReMap(bool columnAddress127 = false) : ISsd1306Command
{
    /// <inheritdoc/>
    public byte Id => (byte)(columnAddress127 ? 0xA1 : 0xA0);

    /// <inheritdoc/>
    public byte[] GetBytes() => [Id];
}
