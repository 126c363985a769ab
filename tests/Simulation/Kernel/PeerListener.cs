using System.Net;
using EdgeSeed.Linux;
using EdgeSeed.Protocol;
using Simulation.Worlds;

namespace EdgeSeed.Engine.Sockets;

/// <summary>The port on which simulated peers reach the session.</summary>
internal sealed class PeerListener : IDisposable
{
    private readonly World _world = World.Current;
    private readonly SessionPort _port;

    public PeerListener(IPEndPoint endPoint, int backlog)
    {
        _port = new SessionPort(_world) { Backlog = backlog };
        _world.Network.Port = _port;
        (Port, Descriptor) = ((ushort)endPoint.Port, _world.Open(_port));
    }

    public static PeerListener[] OpenAll(IReadOnlyList<IPEndPoint> endPoints, int backlog) => [.. endPoints.Select(endPoint => new PeerListener(endPoint, backlog))];

    public int Descriptor { get; }

    public ushort Port { get; }

    public int Family => Libc.IPv6Family;

    public int Backlog
    {
        get => _port.Backlog;
        set => _port.Backlog = value;
    }

    public void PassOver(IReadOnlyCollection<AddressBlock> blocks) => _port.PassedOver = [.. blocks];

    public int Accept(out int socket, out PeerEndPoint peer)
    {
        (socket, peer) = (-1, default);
        if (!_port.TryAccept(out Connection? connection)) return Errno.TryAgain;
        (socket, peer) = (_world.Open(connection.Ours), connection.Peer);
        return 0;
    }

    public bool Renew(int backlog) => false;

    public void Dispose() => _world.Close(Descriptor);
}
