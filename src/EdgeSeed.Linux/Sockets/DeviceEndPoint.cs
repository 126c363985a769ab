using System.Net;

namespace EdgeSeed.Linux.Sockets;

/// <summary>Where to listen: an address and port, and the one device by which it is reached there; the device may come and go.</summary>
/// <param name="address">The address; <see cref="IPAddress.IPv6Any"/> for all that the device has.</param>
/// <param name="port">The port; 0 for any.</param>
/// <param name="device">The device's name.</param>
public sealed class DeviceEndPoint(IPAddress address, int port, string device) : IPEndPoint(address, port)
{
    /// <summary>The device's name.</summary>
    public string Device => device;

    /// <summary>The device of a place to listen at; null where it is any.</summary>
    public static string? Of(EndPoint place) => (place as DeviceEndPoint)?.Device;

    /// <summary>The same place at another port.</summary>
    public static IPEndPoint At(IPEndPoint place, int port) =>
        Of(place) is { } device ? new DeviceEndPoint(place.Address, port, device) : new IPEndPoint(place.Address, port);

    /// <inheritdoc/>
    public override bool Equals(object? comparand) => comparand is DeviceEndPoint other && other.Device == Device && base.Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(base.GetHashCode(), Device);
}
