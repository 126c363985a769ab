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

    /// <summary>Sets an option that is a number; one that this kernel does not know is left.</summary>
    public static void SetOption(int socket, int level, int option, int value) =>
        _ = Libc.SetOption(socket, level, option, &value, sizeof(int));
}
