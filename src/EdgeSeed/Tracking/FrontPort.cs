using System.Net;
using System.Net.Sockets;
using EdgeSeed.Linux.Sockets;

namespace EdgeSeed.Tracking;

/// <summary>The listening socket of the HTTP port. At a device it comes and goes with that.</summary>
internal sealed class FrontPort : IDisposable
{
    /// <summary>Connections that the kernel holds until they are accepted.</summary>
    public const int Backlog = 512;

    private const int IpProtocolTcp = 6;
    private const int TcpDeferAccept = 9;
    private const byte DeferSeconds = 5;

    private readonly string? _device;
    private Socket? _socket;
    private int _deviceIndex;

    /// <summary>Listens; at a device that is away, when it comes (<see cref="Renew"/>).</summary>
    /// <exception cref="SocketException">The address cannot be had.</exception>
    public FrontPort(IPEndPoint endPoint)
    {
        (EndPoint, _device) = (endPoint, DeviceEndPoint.Of(endPoint));
        if (IsAtDevice && (_deviceIndex = NetworkDevice.IndexOf(_device!)) == 0) return;
        _socket = Open();
        EndPoint = DeviceEndPoint.At(endPoint, ((IPEndPoint)_socket.LocalEndPoint!).Port);
    }

    /// <summary>Where it listens.</summary>
    public IPEndPoint EndPoint { get; }

    /// <summary>Whether it is to be renewed from time to time.</summary>
    public bool IsAtDevice => _device is not null;

    /// <summary>The socket; -1 while its device is away.</summary>
    public int Descriptor => _socket is null ? -1 : (int)_socket.Handle;

    /// <summary>Listens anew where the device is another one by now.</summary>
    /// <returns>Whether there is another socket.</returns>
    public bool Renew()
    {
        if (_device is null || !NetworkDevice.IsAnother(_device, _deviceIndex, out int index)) return false;
        Dispose();
        try
        {
            _socket = Open();
            _deviceIndex = index;
            return true;
        }
        catch (SocketException)
        {
            // Gone again, or the port is taken there: the next look may have better luck.
            return false;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _socket?.Dispose();
        _socket = null;
    }

    private Socket Open()
    {
        Socket socket = NetworkSocket.Open(EndPoint.AddressFamily, SocketType.Stream, _device);
        try
        {
            if (EndPoint.Address.Equals(IPAddress.IPv6Any)) socket.DualMode = true;
            socket.Bind(EndPoint);
            // Who connects and says nothing is kept by the kernel for a while, and whoever says something is accepted with it.
            socket.SetRawSocketOption(IpProtocolTcp, TcpDeferAccept, [DeferSeconds, 0, 0, 0]);
            socket.Listen(Backlog);
            socket.Blocking = false;
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
