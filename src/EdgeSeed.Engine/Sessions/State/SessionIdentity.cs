using EdgeSeed.Protocol;

namespace EdgeSeed.Engine.Sessions.State;

/// <summary>Under which name and address a session is known.</summary>
/// <param name="PeerId">Its name (BEP 3, BEP 20).</param>
/// <param name="ListenPort">The TCP port that peers can connect to; 0 while there is none.</param>
/// <param name="ListenFamily">The family of the only listener; 0 when there are several, or none.</param>
internal sealed record SessionIdentity(PeerId PeerId, ushort ListenPort, int ListenFamily)
{
    /// <summary>Its name (BEP 3, BEP 20); another one after the network was lost, see <see cref="Connections.PeerConnections.BeginAgain"/>. Only the session's thread touches it.</summary>
    public PeerId PeerId { get; set; } = PeerId;
}
