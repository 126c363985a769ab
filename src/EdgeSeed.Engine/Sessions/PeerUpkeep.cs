using EdgeSeed.Engine.Choking;
using EdgeSeed.Engine.PeerExchange;
using EdgeSeed.Engine.Peers;
using EdgeSeed.Engine.Sessions.State;
using EdgeSeed.Engine.Swarms;
using EdgeSeed.Protocol.Wire;

namespace EdgeSeed.Engine.Sessions;

/// <summary>What each peer gets once a second: its end where it is of no use, its window, what it holds given back, and what it is due to be told.</summary>
internal sealed class PeerUpkeep(SessionState state, PeerSet peers, Choker choker, PeerExchanger exchange)
{
    /// <summary>Once a second.</summary>
    public void Tick()
    {
        peers.ReadAhead.Tick();
        for (int slot = 0; slot < peers.Table.SlotCount; slot++)
        {
            if (peers.Table[slot] is not { } peer) continue;
            peer.Lane.Forget(peer);
            try
            {
                if (Expiry(peer) is { } reason) peers.Lifetime.Close(peer, reason);
                else Keep(peer);
                exchange.Tell(peer);
            }
            catch (Exception bug)
            {
                peers.Faults.End(peer, bug);
            }
        }
        peers.Lanes.World.EndSecond();
        peers.Lanes.Lan.EndSecond();
    }

    private DisconnectReason? Expiry(PeerConnection peer)
    {
        if (peer.Stage != PeerStage.Running)
        {
            if (state.Now - peer.ConnectedAt < state.Options.HandshakeTimeout.TotalMilliseconds) return null;
            return peer.Stage == PeerStage.Connecting ? DisconnectReason.ConnectFailed : DisconnectReason.HandshakeTimeout;
        }
        if (peer.DoubleUntil != 0 && state.Now >= peer.DoubleUntil && IsThereTwice(peer)) return DisconnectReason.Duplicate;
        bool isStuck = peer.HasWork && !peer.IsWritable && state.Now - peer.LastSentAt > state.Options.StuckTimeout.TotalMilliseconds;
        if (isStuck) return DisconnectReason.Stuck;
        return state.Now - peer.LastReceivedAt > state.Options.SilenceTimeout.TotalMilliseconds && !peer.HasWork ? DisconnectReason.Silent : null;
    }

    private bool IsThereTwice(PeerConnection peer)
    {
        for (int slot = 0; slot < peers.Table.SlotCount; slot++)
        {
            if (peers.Table[slot] is not { Stage: PeerStage.Running } other || ReferenceEquals(other, peer)) continue;
            if (other.PeerId == peer.PeerId && ReferenceEquals(other.Torrent, peer.Torrent)) return true;
        }
        return false;
    }

    private void Keep(PeerConnection peer)
    {
        if (state.Now >= peer.DoubleUntil) peer.DoubleUntil = 0;
        peer.Requests.TrimExcess();
        // Who took its last requests back has no turn in which to give its buffer up.
        if (!peer.IsInRing) peers.Buffers.EndTurn(peer, isIdle: !peer.HasWork);
        peers.ReadAhead.LeaveStale(peer, state.Now);
        peers.Memory.Book(peer);
        if (peer.Torrent is { IsPaused: true } torrent && state.Now >= torrent.PausedUntil)
        {
            torrent.Resume();
            choker.JudgeAll(torrent);
        }
        if (peer.Stage != PeerStage.Running || peer.HasWork || state.Now - peer.LastSentAt < state.Options.KeepAliveInterval.TotalMilliseconds) return;
        MessageWriter.WriteKeepAlive(peer.Outbox.Append(MessageWriter.KeepAliveLength));
        peers.Turns.QueueSend(peer);
    }
}
