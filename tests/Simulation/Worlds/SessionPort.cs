using EdgeSeed.Linux;
using EdgeSeed.Protocol;
using Simulation.Peers;

namespace Simulation.Worlds;

/// <summary>The port on which the session listens, and the connections that wait in its backlog.</summary>
internal sealed class SessionPort(World world) : Pollable
{
    private readonly Queue<Connection> _waiting = new();

    /// <summary>Connections that may wait, and one more.</summary>
    public int Backlog { get; set; }

    /// <summary>Who gets no answer.</summary>
    public HashSet<AddressBlock> PassedOver { get; set; } = [];

    /// <inheritdoc/>
    public override uint Readiness => _waiting.Count > 0 ? Libc.ReadableEvent : 0;

    /// <summary>A peer's first packet has come. Where too many wait nobody answers, and the peer tries again by itself.</summary>
    public void Call(PeerEndPoint peer, Line line, IRemote remote, int attempt = 0)
    {
        if (IsGone || attempt == 5) return;
        if (_waiting.Count > Backlog || PassedOver.Contains(AddressBlock.Of(peer)))
        {
            world.After(TimeSpan.TicksPerSecond << attempt, () => Call(peer, line, remote, attempt + 1));
            return;
        }
        world.Network.WireTo(peer).SendBare();
        var connection = new Connection(world, peer, line, remote, isOutgoing: false);
        _waiting.Enqueue(connection);
        world.Note(1, connection.Number, _waiting.Count);
        Changed();
        world.After(line.Latency, () => remote.Connected(connection));
    }

    /// <summary>Takes the connection that has waited longest.</summary>
    public bool TryAccept([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Connection? connection) => _waiting.TryDequeue(out connection);
}
