using EdgeSeed.Engine.Peers;
using EdgeSeed.Engine.Sessions.State;
using EdgeSeed.Protocol;

namespace EdgeSeed.Engine.Connections;

/// <summary>
/// Who may come and who has to go: newcomers find a place while there is one, else one that is of no use gives way to them. Bounded by
/// <see cref="EngineOptions.MaxPeers"/>, <see cref="EngineOptions.MaxPendingHandshakes"/> and <see cref="EngineOptions.MaxPeerBytes"/>.
/// </summary>
internal sealed class ConnectionLimiter(SessionState state, PeerTable peers, PeerMemory memory, PeerLifetime lifetime)
{
    /// <summary>Peers let go at most for one newcomer while memory is short: one idle peer is as large as another.</summary>
    private const int MaxEvictionsNewcomer = 4;

    private readonly Dictionary<PeerEndPoint, int> _pendingByAddress = [];

    /// <summary>Whether the table has a place for one more that has shaken hands.</summary>
    public bool HasPlace => peers.Count - peers.Pending < state.Options.MaxPeers;

    /// <summary>Makes room for one more connection that has not shaken hands yet.</summary>
    /// <returns>False when there is none to be had: the newcomer is refused, and counted.</returns>
    public bool TryMakeRoom()
    {
        if (peers.Pending >= state.Options.MaxPendingHandshakes) EvictPending();
        if (TryMakeMemory()) return true;
        state.Counters.Count(DisconnectReason.MemoryShort);
        return false;
    }

    /// <summary>Drops the most useless peer to make room: one that wants nothing, takes nothing, or asks nothing, for too long.</summary>
    /// <param name="reason">Under which it is counted.</param>
    /// <returns>False when everybody is busy, or has not been here long enough to tell.</returns>
    public bool TryEvict(DisconnectReason reason = DisconnectReason.GaveWay)
    {
        PeerConnection? worst = null;
        double highest = 1;
        for (int slot = 0; slot < peers.SlotCount; slot++)
        {
            if (peers[slot] is not { Stage: PeerStage.Running } peer) continue;
            double uselessness = Uselessness(peer);
            if (uselessness < highest) continue;
            (worst, highest) = (peer, uselessness);
        }
        if (worst is null) return false;
        lifetime.Close(worst, reason);
        return true;
    }

    /// <summary>How long a peer has been of no use, as a multiple of what is allowed for its kind of it.</summary>
    private double Uselessness(PeerConnection peer)
    {
        long idle = state.Now - peer.LastSentAt;
        if (!peer.IsInterested) return idle / state.Options.EvictUninterestedAfter.TotalMilliseconds;
        if (peer.HasWork) return peer.IsWritable ? 0 : idle / state.Options.EvictStuckAfter.TotalMilliseconds;
        return peer.ShouldChoke ? 0 : idle / state.Options.EvictIdleAfter.TotalMilliseconds;
    }

    /// <summary>
    /// Drops the oldest unfinished handshake of the address that has most of them, so that one host cannot keep all others out.
    /// </summary>
    private void EvictPending()
    {
        Dictionary<PeerEndPoint, int> counts = _pendingByAddress;
        counts.Clear();
        for (int slot = 0; slot < peers.SlotCount; slot++)
        {
            if (peers[slot] is not { Stage: not PeerStage.Running } peer) continue;
            PeerEndPoint address = peer.EndPoint.WithPort(0);
            counts[address] = counts.GetValueOrDefault(address) + 1;
        }
        PeerConnection? oldest = null;
        int most = 0;
        for (int slot = 0; slot < peers.SlotCount; slot++)
        {
            if (peers[slot] is not { Stage: not PeerStage.Running } peer) continue;
            int count = counts[peer.EndPoint.WithPort(0)];
            if (count < most || (count == most && oldest is not null && peer.ConnectedAt >= oldest.ConnectedAt)) continue;
            (oldest, most) = (peer, count);
        }
        if (oldest is not null) lifetime.Close(oldest, DisconnectReason.GaveWay);
    }

    /// <summary>Makes room for one more connection while memory is short, by letting idle peers go, then those that are slow at their handshake.</summary>
    private bool TryMakeMemory()
    {
        for (int i = 0; i < MaxEvictionsNewcomer && !memory.HasRoom; i++)
        {
            if (TryEvict(DisconnectReason.MemoryShort)) continue;
            if (peers.Pending <= state.Options.MaxPendingHandshakes / 4) return false;
            EvictPending();
        }
        return memory.HasRoom;
    }
}
