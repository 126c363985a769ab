using EdgeSeed.Engine.Peers;
using EdgeSeed.Protocol;

namespace EdgeSeed.Engine.Sessions;

internal sealed partial class SessionContext
{
    private readonly Dictionary<PeerEndPoint, int> _pendingByAddress = [];

    /// <summary>Drops the most useless peer to make room: one that wants nothing, takes nothing, or asks nothing, for too long.</summary>
    /// <param name="reason">Under which it is counted.</param>
    /// <returns>False when everybody is busy, or has not been here long enough to tell.</returns>
    public bool TryEvict(DisconnectReason reason = DisconnectReason.GaveWay)
    {
        PeerConnection? worst = null;
        double highest = 1;
        for (int slot = 0; slot < Peers.SlotCount; slot++)
        {
            if (Peers[slot] is not { Stage: PeerStage.Running } peer) continue;
            double uselessness = Uselessness(peer);
            if (uselessness < highest) continue;
            (worst, highest) = (peer, uselessness);
        }
        if (worst is null) return false;
        Close(worst, reason);
        return true;
    }

    /// <summary>How long a peer has been of no use, as a multiple of what is allowed for its kind of it.</summary>
    private double Uselessness(PeerConnection peer)
    {
        long idle = Now - peer.LastSentAt;
        if (!peer.IsInterested) return idle / Options.EvictUninterestedAfter.TotalMilliseconds;
        if (peer.HasWork) return peer.IsWritable ? 0 : idle / Options.EvictStuckAfter.TotalMilliseconds;
        return peer.ShouldChoke ? 0 : idle / Options.EvictIdleAfter.TotalMilliseconds;
    }

    /// <summary>
    /// Drops the oldest unfinished handshake of the address that has most of them, so that one host cannot keep all others out.
    /// </summary>
    private void EvictPending()
    {
        Dictionary<PeerEndPoint, int> counts = _pendingByAddress;
        counts.Clear();
        for (int slot = 0; slot < Peers.SlotCount; slot++)
        {
            if (Peers[slot] is not { Stage: not PeerStage.Running } peer) continue;
            PeerEndPoint address = peer.EndPoint.WithPort(0);
            counts[address] = counts.GetValueOrDefault(address) + 1;
        }
        PeerConnection? oldest = null;
        int most = 0;
        for (int slot = 0; slot < Peers.SlotCount; slot++)
        {
            if (Peers[slot] is not { Stage: not PeerStage.Running } peer) continue;
            int count = counts[peer.EndPoint.WithPort(0)];
            if (count < most || (count == most && oldest is not null && peer.ConnectedAt >= oldest.ConnectedAt)) continue;
            (oldest, most) = (peer, count);
        }
        if (oldest is not null) Close(oldest, DisconnectReason.GaveWay);
    }
}
