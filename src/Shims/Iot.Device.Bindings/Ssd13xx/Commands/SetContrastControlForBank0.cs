namespace Iot.Device.Ssd13xx.Commands;

/// <summary>Sets the current of lit pixels.</summary>
/// <param name="contrastSetting">0, dim but not dark, to 255.</param>
public class SetContrastControlForBank0(byte contrastSetting = 0x7F) : ISharedCommand
{
    /// <inheritdoc/>
    public byte Id => 0x81;

    /// <summary>0 to 255.</summary>
    public byte ContrastSetting { get; } = contrastSetting;

    /// <inheritdoc/>
    public byte[] GetBytes() => [Id, ContrastSetting];
}
