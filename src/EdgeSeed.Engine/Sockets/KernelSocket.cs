using EdgeSeed.Linux;
using EdgeSeed.Linux.Sockets;
using EdgeSeed.Protocol;

namespace EdgeSeed.Engine.Sockets;

/// <summary>What all kinds of the kernel's sockets have: options, and addresses of peers.</summary>
internal static unsafe class KernelSocket
{
    /// <summary>Writes a peer's address for a socket of the given family.</summary>
    /// <returns>Bytes written.</returns>
    public static int WriteAddress(Span<byte> destination, in PeerEndPoint peer, int family)
    {
        Span<byte> address = stackalloc byte[16];
        peer.WriteAddress(address);
        return SocketAddress.Write(destination, address, peer.Port, family);
    }

    /// <summary>Reads a peer's address from what the kernel wrote.</summary>
    public static PeerEndPoint ReadAddress(ReadOnlySpan<byte> source) => PeerEndPoint.FromAddress(SocketAddress.Read(source, out ushort port), port);

    /// <summary>Takes one datagram that is there.</summary>
    /// <param name="socket">Its descriptor.</param>
    /// <param name="buffer">Where to; the rest of a longer one is lost.</param>
    /// <param name="source">From where it came.</param>
    /// <returns>Its bytes, at most the buffer's; -1 when there is none.</returns>
    public static int Receive(int socket, Span<byte> buffer, out PeerEndPoint source)
    {
        byte* address = stackalloc byte[SocketAddress.MaximumLength];
        uint length = SocketAddress.MaximumLength;
        int received;
        fixed (byte* bytes = buffer) received = (int)Libc.ReceiveFrom(socket, bytes, buffer.Length, 0, address, &length);
        source = received < 0 ? default : ReadAddress(new ReadOnlySpan<byte>(address, SocketAddress.MaximumLength));
        return received;
    }

    /// <summary>Sends a datagram through a socket of the given family, or not, when the system takes none at present.</summary>
    public static void Send(int socket, int family, ReadOnlySpan<byte> datagram, in PeerEndPoint to)
    {
        byte* address = stackalloc byte[SocketAddress.MaximumLength];
        int length = WriteAddress(new Span<byte>(address, SocketAddress.MaximumLength), to, family);
        fixed (byte* bytes = datagram) _ = Libc.SendTo(socket, bytes, datagram.Length, Libc.NoSignal, address, (uint)length);
    }

    /// <summary>Sets an option that is a number; one that this kernel does not know is left.</summary>
    public static void SetOption(int socket, int level, int option, int value) =>
        _ = Libc.SetOption(socket, level, option, &value, sizeof(int));
}
