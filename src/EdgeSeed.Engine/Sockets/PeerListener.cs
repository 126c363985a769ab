using System.ComponentModel;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using EdgeSeed.Linux;
using EdgeSeed.Linux.Sockets;
using EdgeSeed.Protocol;
using SocketAddress = EdgeSeed.Linux.Sockets.SocketAddress;

namespace EdgeSeed.Engine.Sockets;

/// <summary>One listening TCP port for IPv4 and IPv6 peers alike. Accepting is non-blocking.</summary>
internal sealed unsafe class PeerListener : IDisposable
{
    private readonly int _family;
    private readonly IPAddress _address;
    private ConnectFilter _filter = new(listener: -1);
    private int _deviceIndex;

    /// <summary>Binds and listens.</summary>
    /// <param name="endPoint">
    /// Where; <see cref="IPAddress.IPv6Any"/> takes IPv4 too, and falls back to IPv4 alone on a kernel without IPv6. Port 0: any free one. At a device
    /// (<see cref="DeviceEndPoint"/>) that is away nothing is open yet, see <see cref="Renew"/>.
    /// </param>
    /// <param name="backlog">Connections the kernel holds until they are accepted.</param>
    /// <exception cref="Win32Exception">The address cannot be had: in use, not ours, not permitted.</exception>
    public PeerListener(IPEndPoint endPoint, int backlog)
    {
        Device = DeviceEndPoint.Of(endPoint);
        (_address, Port) = (endPoint.Address, (ushort)endPoint.Port);
        _family = endPoint.AddressFamily == AddressFamily.InterNetwork ? Libc.IPv4Family : Libc.IPv6Family;
        TakesIPv4 = _address.Equals(IPAddress.IPv6Any);
        Descriptor = Open(_family);
        if (Descriptor < 0 && TakesIPv4 && Marshal.GetLastPInvokeError() == Errno.AddressFamilyNotSupported)
        {
            (_family, _address) = (Libc.IPv4Family, IPAddress.Any);
            Descriptor = Open(_family);
        }
        if (Descriptor < 0 && Device is not null && Marshal.GetLastPInvokeError() == Errno.NoSuchDevice) return;
        if (Descriptor < 0) throw new Win32Exception();
        try
        {
            Listen(backlog);
        }
        catch (Win32Exception)
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Opens all addresses, at the port that the first got, or none; those of a device that is away are opened when it comes.</summary>
    /// <exception cref="Win32Exception">One of them cannot be had.</exception>
    public static PeerListener[] OpenAll(IReadOnlyList<IPEndPoint> endPoints, int backlog)
    {
        var listeners = new List<PeerListener>(endPoints.Count);
        try
        {
            foreach (IPEndPoint endPoint in endPoints)
            {
                int port = listeners.Count > 0 ? listeners[0].Port : endPoint.Port;
                listeners.Add(new PeerListener(DeviceEndPoint.At(endPoint, port), backlog));
            }
        }
        catch (Win32Exception)
        {
            foreach (PeerListener opened in listeners) opened.Dispose();
            throw;
        }
        return [.. listeners];
    }

    /// <summary>The listening socket; -1 while its device is away.</summary>
    public int Descriptor { get; private set; }

    /// <summary>The one device by which it is reached; null for any.</summary>
    public string? Device { get; }

    /// <summary>The port in use, host byte order; as asked for while the device is away.</summary>
    public ushort Port { get; private set; }

    /// <summary>Whether IPv4 peers come to it too, though it is an IPv6 socket.</summary>
    public bool TakesIPv4 { get; }

    /// <summary>The family that outgoing sockets should have too: IPv6 sockets reach IPv4 peers by mapped addresses.</summary>
    public int Family => _family;

    /// <summary>Connections that the kernel holds until they are accepted, and one more; to others it does not answer. May be changed while in use.</summary>
    public int Backlog
    {
        get;
        set
        {
            if (field == value || Libc.Listen(Descriptor, value) != 0) return;
            field = value;
        }
    }

    /// <summary>Takes one waiting connection.</summary>
    /// <param name="socket">The non-blocking socket, the caller's to close; or -1.</param>
    /// <param name="peer">Who connected.</param>
    /// <returns>0, or the error number: EAGAIN when nobody waits.</returns>
    public int Accept(out int socket, out PeerEndPoint peer)
    {
        byte* address = stackalloc byte[SocketAddress.MaximumLength];
        uint length = SocketAddress.MaximumLength;
        socket = Libc.Accept(Descriptor, address, &length, Libc.NonBlockingCloseOnExec);
        int error = socket < 0 ? Marshal.GetLastPInvokeError() : 0;
        if (error == 0) _filter.TakeOff(socket);
        peer = error == 0 ? KernelSocket.ReadAddress(new ReadOnlySpan<byte>(address, SocketAddress.MaximumLength)) : default;
        return error;
    }

    /// <summary>Who is not answered from now on when connecting; whoever is connected stays.</summary>
    /// <param name="blocks">At most <see cref="ConnectFilter.MaxAddresses"/>.</param>
    public void PassOver(IReadOnlyCollection<AddressBlock> blocks) => _filter.PassOver([.. blocks.Select(static block => (block.Network, block.IsIPv4))]);

    /// <summary>Opens the same port again where the device is another one by now.</summary>
    /// <param name="backlog">As at the start.</param>
    /// <returns>Whether there is another socket now.</returns>
    public bool Renew(int backlog)
    {
        if (Device is null || !NetworkDevice.IsAnother(Device, _deviceIndex, out _)) return false;
        Dispose();
        Descriptor = Open(_family);
        try
        {
            if (Descriptor < 0) return false;
            Listen(backlog);
            return true;
        }
        catch (Win32Exception)
        {
            // Gone again, or the port is taken there: the next look may have better luck.
            Dispose();
            return false;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Descriptor >= 0) _ = Libc.Close(Descriptor);
        (Descriptor, _deviceIndex) = (-1, 0);
    }

    /// <summary>A socket at the device as it is now, whose number is read first: a device that changes in between is seen as another one the next time.</summary>
    private int Open(int family)
    {
        _deviceIndex = Device is null ? 0 : NetworkDevice.IndexOf(Device);
        return NetworkSocket.Open(family, Libc.StreamNonBlockingCloseOnExec, Device);
    }

    private void Listen(int backlog)
    {
        _filter = new ConnectFilter(Descriptor);
        KernelSocket.SetOption(Descriptor, Libc.SocketLevel, Libc.ReuseAddressOption, 1);
        if (_family == Libc.IPv6Family) KernelSocket.SetOption(Descriptor, Libc.IPv6Level, Libc.IPv6OnlyOption, TakesIPv4 ? 0 : 1);
        byte* address = stackalloc byte[SocketAddress.MaximumLength];
        // PeerEndPoint.FromIPv6 of "::" stays IPv6; 0.0.0.0 is IPv4.
        int length = KernelSocket.WriteAddress(new Span<byte>(address, SocketAddress.MaximumLength), new PeerEndPoint(_address, Port), _family);
        if (Libc.Bind(Descriptor, address, (uint)length) != 0 || Libc.Listen(Descriptor, backlog) != 0) throw new Win32Exception();
        Backlog = backlog;
        uint named = SocketAddress.MaximumLength;
        if (Libc.LocalName(Descriptor, address, &named) != 0) throw new Win32Exception();
        Port = KernelSocket.ReadAddress(new ReadOnlySpan<byte>(address, SocketAddress.MaximumLength)).Port;
    }
}
