using EdgeSeed.Linux;
using EdgeSeed.Protocol;
using SocketAddress = EdgeSeed.Linux.Sockets.SocketAddress;

namespace EdgeSeed.Engine.Sockets;

/// <summary>A UDP socket at the address and port of a listener for peers. Nothing here waits.</summary>
internal sealed unsafe class DatagramSocket : IDisposable
{
    private readonly int _family;

    private DatagramSocket(int family, int descriptor) => (_family, Descriptor) = (family, descriptor);

    /// <summary>The socket; readable when something has come.</summary>
    public int Descriptor { get; }

    /// <summary>Opens it.</summary>
    /// <returns>Null when another program has the port, or the system does not let us.</returns>
    public static DatagramSocket? TryOpenBeside(PeerListener listener)
    {
        int descriptor = Libc.Socket(listener.Family, Libc.DatagramNonBlockingCloseOnExec, 0);
        if (descriptor < 0) return null;
        var socket = new DatagramSocket(listener.Family, descriptor);
        if (listener.Family == Libc.IPv6Family) KernelSocket.SetOption(descriptor, Libc.IPv6Level, Libc.IPv6OnlyOption, listener.TakesIPv4 ? 0 : 1);
        byte* address = stackalloc byte[SocketAddress.MaximumLength];
        uint length = SocketAddress.MaximumLength;
        if (Libc.LocalName(listener.Descriptor, address, &length) == 0 && Libc.Bind(descriptor, address, length) == 0) return socket;
        socket.Dispose();
        return null;
    }

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
