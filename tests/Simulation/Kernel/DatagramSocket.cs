using EdgeSeed.Protocol;

namespace EdgeSeed.Engine.Sockets;

/// <summary>Nobody speaks UDP in a simulated network: the port cannot be had.</summary>
internal sealed class DatagramSocket : IDisposable
{
    private DatagramSocket()
    {
    }

    public int Descriptor => -1;

    public ushort Port => 0;

    public static DatagramSocket? TryOpenBeside(PeerListener listener, ushort port) => null;

    public bool Reaches(in PeerEndPoint to) => false;

    public bool LeadsTo(in PeerEndPoint to) => false;

    public int Receive(Span<byte> buffer, out PeerEndPoint source)
    {
        source = default;
        return -1;
    }

    public void Send(ReadOnlySpan<byte> datagram, in PeerEndPoint to)
    {
    }

    public void Dispose()
    {
    }
}
