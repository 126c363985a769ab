namespace Iot.Device.Ssd13xx.Commands.Ssd1306Commands;

/// <summary>Chooses whether rows run upwards, at once.</summary>
/// <param name="normalMode">Whether they run in the controller's order: from the bottom on the usual module.</param>
public class SetComOutputScanDirection(bool normalMode = true) : ISsd1306Command
{
    /// <inheritdoc/>
    public byte Id => (byte)(normalMode ? 0xC0 : 0xC8);

    /// <inheritdoc/>
    public byte[] GetBytes() => [Id];
}
