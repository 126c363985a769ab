using EdgeSeed.Protocol;
using Simulation.Peers;

namespace Simulation.Worlds;

/// <summary>The machines there are, and the ways between them and the session.</summary>
internal sealed class Network
{
    private readonly Dictionary<PeerEndPoint, IRemote> _listening = [];

    /// <summary>Where the session listens; null when it does not.</summary>
    public SessionPort? Port { get; set; }

    /// <summary>Connections so far.</summary>
    public int Connections { get; set; }

    /// <summary>The line to the world.</summary>
    public Wire World { get; set; } = null!;

    /// <summary>The line to machines nearby.</summary>
    public Wire Lan { get; set; } = null!;

    /// <summary>Whether a machine is nearby.</summary>
    public Func<PeerEndPoint, bool> IsNear { get; set; } = static _ => false;

    /// <summary>By which line a machine is reached.</summary>
    public Wire WireTo(in PeerEndPoint peer) => IsNear(peer) ? Lan : World;

    /// <summary>Has a peer accept connections.</summary>
    public void Listen(in PeerEndPoint endPoint, IRemote remote) => _listening[endPoint] = remote;

    /// <summary>Who accepts connections there.</summary>
    public IRemote? At(in PeerEndPoint endPoint) => _listening.GetValueOrDefault(endPoint);
}
