namespace Iot.Device.Ssd13xx.Commands;

/// <summary>Sends the controller to sleep: dark, its memory kept.</summary>
public class SetDisplayOff : ISharedCommand
{
    /// <inheritdoc/>
    public byte Id => 0xAE;

    /// <inheritdoc/>
    public byte[] GetBytes() => [Id];
}
