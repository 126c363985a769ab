using System.Net;
using System.Net.Sockets;
using EdgeSeed.Protocol;

namespace EdgeSeed.Engine.Tests.Simulation;

/// <summary>Listens like a peer, and counts who connects.</summary>
internal sealed class Hearer : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    public Hearer() => _listener.Start();

    public PeerEndPoint EndPoint => new(IPAddress.Loopback, (ushort)((IPEndPoint)_listener.LocalEndpoint).Port);

    /// <summary>Whether somebody has connected who was not taken yet.</summary>
    public bool IsCalled => _listener.Pending();

    public async Task<RawPeer> TakeAsync(PeerId? id = null) =>
        new(await _listener.AcceptSocketAsync().WaitAsync(s_patience)) { Id = id ?? PeerId.Create() };

    public void Dispose() => _listener.Dispose();
}
