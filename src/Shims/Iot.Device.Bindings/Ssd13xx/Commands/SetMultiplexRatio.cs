namespace Iot.Device.Ssd13xx.Commands;

/// <summary>Sets how many rows the panel has.</summary>
public class SetMultiplexRatio : ISharedCommand
{
    /// <summary>Makes the command.</summary>
    /// <param name="multiplexRatio">Rows less one: 15 to 127.</param>
    /// <exception cref="ArgumentException">Another number.</exception>
    public SetMultiplexRatio(byte multiplexRatio = 63)
    {
        if (multiplexRatio is < 15 or > 127) throw new ArgumentException("The multiplex ratio is invalid.", nameof(multiplexRatio));
        MultiplexRatio = multiplexRatio;
    }

    /// <inheritdoc/>
    public byte Id => 0xA8;

    /// <summary>Rows less one.</summary>
    public byte MultiplexRatio { get; }

    /// <inheritdoc/>
    public byte[] GetBytes() => [Id, MultiplexRatio];
}
