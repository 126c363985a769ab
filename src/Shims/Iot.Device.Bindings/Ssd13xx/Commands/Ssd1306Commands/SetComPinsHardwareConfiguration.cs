namespace Iot.Device.Ssd13xx.Commands.Ssd1306Commands;

/// <summary>Says how the panel's rows are wired to the controller.</summary>
/// <param name="alternativeComPinConfiguration">Every other row on the other side, as with 64 rows.</param>
/// <param name="enableLeftRightRemap">The sides swapped.</param>
public class SetComPinsHardwareConfiguration(bool alternativeComPinConfiguration = true, bool enableLeftRightRemap = false) : ISsd1306Command
{
    /// <inheritdoc/>
    public byte Id => 0xDA;

    /// <inheritdoc/>
    public byte[] GetBytes() => [Id, (byte)(0x02 | (alternativeComPinConfiguration ? 0x10 : 0) | (enableLeftRightRemap ? 0x20 : 0))];
}
