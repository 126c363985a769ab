using EdgeSeed.Engine.Sessions.State;
using EdgeSeed.Engine.Swarms;

namespace EdgeSeed.Engine.Peers;

/// <summary>Where a fault of ours ends that came up while one peer was served: with that peer.</summary>
internal sealed class PeerFaults(SessionState state, PeerLifetime lifetime)
{
    /// <summary>Tells of the fault and closes the connection.</summary>
    public void End(PeerConnection peer, Exception bug)
    {
        state.Bugs.Report($"peer {peer.EndPoint}", bug, state.Now);
        lifetime.Close(peer, DisconnectReason.Bug);
    }
}
