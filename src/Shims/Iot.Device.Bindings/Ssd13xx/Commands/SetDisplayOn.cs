namespace Iot.Device.Ssd13xx.Commands;

/// <summary>Ends the controller's sleep.</summary>
public class SetDisplayOn : ISharedCommand
{
    /// <inheritdoc/>
    public byte Id => 0xAF;

    /// <inheritdoc/>
    public byte[] GetBytes() => [Id];
}
