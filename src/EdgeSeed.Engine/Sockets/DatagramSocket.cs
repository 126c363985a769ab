using EdgeSeed.Linux;
using EdgeSeed.Linux.Sockets;
using EdgeSeed.Protocol;
using SocketAddress = EdgeSeed.Linux.Sockets.SocketAddress;

namespace EdgeSeed.Engine.Sockets;

/// <summary>A UDP socket at the address of a listener for peers. Nothing here waits.</summary>
internal sealed unsafe class DatagramSocket : IDisposable
{
    private readonly int _family;
    private readonly bool _takesIPv4;

    private readonly string? _device;

    private DatagramSocket(int family, bool takesIPv4, string? device, int descriptor, ushort port) =>
        (_family, _takesIPv4, _device, Descriptor, Port) = (family, takesIPv4, device, descriptor, port);

    /// <summary>The socket; readable when something has come.</summary>
    public int Descriptor { get; }

    /// <summary>Its port.</summary>
    public ushort Port { get; }

    /// <summary>Opens it.</summary>
    /// <param name="listener">At whose address, and device.</param>
    /// <param name="port">The port.</param>
    /// <returns>Null when another program has the port, the system does not let us, or the listener's device is away.</returns>
    public static DatagramSocket? TryOpenBeside(PeerListener listener, ushort port)
    {
        int descriptor = NetworkSocket.Open(listener.Family, Libc.DatagramNonBlockingCloseOnExec, listener.Device);
        if (descriptor < 0) return null;
        bool isIPv4 = listener.Family == Libc.IPv4Family;
        var socket = new DatagramSocket(listener.Family, isIPv4 || listener.TakesIPv4, listener.Device, descriptor, port);
        if (!isIPv4) KernelSocket.SetOption(descriptor, Libc.IPv6Level, Libc.IPv6OnlyOption, listener.TakesIPv4 ? 0 : 1);
        byte* address = stackalloc byte[SocketAddress.MaximumLength];
        uint length = SocketAddress.MaximumLength;
        if (Libc.LocalName(listener.Descriptor, address, &length) == 0)
        {
            PeerEndPoint own = KernelSocket.ReadAddress(new ReadOnlySpan<byte>(address, SocketAddress.MaximumLength)).WithPort(port);
            int written = KernelSocket.WriteAddress(new Span<byte>(address, SocketAddress.MaximumLength), own, listener.Family);
            if (Libc.Bind(descriptor, address, (uint)written) == 0) return socket;
        }
        socket.Dispose();
        return null;
    }

    /// <summary>Whether it can send to such an address.</summary>
    public bool Reaches(in PeerEndPoint to) => to.IsIPv4 ? _takesIPv4 : _family == Libc.IPv6Family;

    /// <summary>Whether the device it keeps to is the one for such an address: this machine itself is reached by its own device alone, and by that nobody else.</summary>
    public bool LeadsTo(in PeerEndPoint to) => _device is null || (_device == NetworkDevice.Loopback) == (AddressScopes.Of(to) == AddressScope.Loopback);

    /// <summary>Takes one datagram that is there.</summary>
    /// <param name="buffer">Where to; the rest of a longer one is lost.</param>
    /// <param name="source">From where it came.</param>
    /// <returns>Its bytes, at most the buffer's; -1 when there is none.</returns>
    public int Receive(Span<byte> buffer, out PeerEndPoint source) => KernelSocket.Receive(Descriptor, buffer, out source);

    /// <summary>Sends a datagram, or not, when the system takes none at present.</summary>
    public void Send(ReadOnlySpan<byte> datagram, in PeerEndPoint to) => KernelSocket.Send(Descriptor, _family, datagram, to);

    /// <inheritdoc/>
    public void Dispose() => _ = Libc.Close(Descriptor);
}
