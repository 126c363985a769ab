using EdgeSeed.Engine.Peers;
using EdgeSeed.Engine.Sessions.State;
using EdgeSeed.Engine.Swarms;
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

    private readonly Dictionary<AddressBlock, int> _countsByBlock = [];

    /// <summary>Whether the table has a place for one more that has shaken hands.</summary>
    public bool HasPlace => peers.Count - peers.Pending < state.Options.MaxPeers;

    /// <summary>Makes room for one more connection that has not shaken hands yet.</summary>
    /// <param name="newcomer">Its address.</param>
    /// <returns>False when there is none to be had: the newcomer is refused, and counted.</returns>
    public bool TryMakeRoom(AddressBlock newcomer)
    {
        if (peers.Pending >= state.Options.MaxPendingHandshakes) EvictPending();
        if (TryMakeMemory(newcomer)) return true;
        state.Counters.Count(DisconnectReason.MemoryShort);
        return false;
    }

    /// <summary>Ends the connections that hold most, until together they hold no more than they may: those that are there grow too. One alone is bounded.</summary>
    public void KeepWithinMemory()
    {
        while (peers.Count > 1 && memory.HeldBytes > state.Options.MaxPeerBytes && Largest() is { } largest) lifetime.Close(largest, DisconnectReason.MemoryShort);
    }

    private PeerConnection? Largest()
    {
        PeerConnection? largest = null;
        for (int slot = 0; slot < peers.SlotCount; slot++)
        {
            if (peers[slot] is { } peer && peer.BookedBytes > (largest?.BookedBytes ?? 0)) largest = peer;
        }
        return largest;
    }

    /// <summary>
    /// Drops a peer for a newcomer. The address that holds most gives up its most useless one, whatever that wants; only where the newcomer's own address
    /// would hold most, or each holds one, a peer has to have wanted nothing, taken nothing, or asked nothing for too long.
    /// </summary>
    /// <param name="newcomer">The newcomer's address.</param>
    /// <param name="torrent">Where there is no room; null for the whole session.</param>
    /// <param name="reason">Under which it is counted.</param>
    /// <returns>False when everybody is busy, or has not been here long enough to tell.</returns>
    public bool TryEvict(AddressBlock newcomer, TorrentState? torrent = null, DisconnectReason reason = DisconnectReason.GaveWay)
    {
        CountRunning(torrent);
        int own = _countsByBlock.GetValueOrDefault(newcomer) + 1, most = _countsByBlock.Count > 0 ? _countsByBlock.Values.Max() : 0;
        bool isCrowded = most > own, isOwnCrowd = !isCrowded && own > 2;
        PeerConnection? worst = null;
        double highest = isCrowded ? 0 : 1;
        for (int slot = 0; slot < peers.SlotCount; slot++)
        {
            if (peers[slot] is not { Stage: PeerStage.Running } peer || (torrent is not null && !ReferenceEquals(peer.Torrent, torrent))) continue;
            if (isCrowded ? _countsByBlock[peer.Block] < most : isOwnCrowd && peer.Block != newcomer) continue;
            double uselessness = Uselessness(peer);
            if (uselessness < highest || (uselessness == highest && worst is not null && peer.LastSentAt >= worst.LastSentAt)) continue;
            (worst, highest) = (peer, uselessness);
        }
        if (worst is null) return false;
        lifetime.Close(worst, reason);
        return true;
    }

    private void CountRunning(TorrentState? torrent)
    {
        _countsByBlock.Clear();
        for (int slot = 0; slot < peers.SlotCount; slot++)
        {
            if (peers[slot] is not { Stage: PeerStage.Running } peer || (torrent is not null && !ReferenceEquals(peer.Torrent, torrent))) continue;
            _countsByBlock[peer.Block] = _countsByBlock.GetValueOrDefault(peer.Block) + 1;
        }
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
        Dictionary<AddressBlock, int> counts = _countsByBlock;
        counts.Clear();
        for (int slot = 0; slot < peers.SlotCount; slot++)
        {
            if (peers[slot] is not { Stage: not PeerStage.Running } peer) continue;
            counts[peer.Block] = counts.GetValueOrDefault(peer.Block) + 1;
        }
        PeerConnection? oldest = null;
        int most = 0;
        for (int slot = 0; slot < peers.SlotCount; slot++)
        {
            if (peers[slot] is not { Stage: not PeerStage.Running } peer) continue;
            int count = counts[peer.Block];
            if (count < most || (count == most && oldest is not null && peer.ConnectedAt >= oldest.ConnectedAt)) continue;
            (oldest, most) = (peer, count);
        }
        if (oldest is not null) lifetime.Close(oldest, DisconnectReason.GaveWay);
    }

    /// <summary>Makes room for one more connection while memory is short, by letting idle peers go, then those that are slow at their handshake.</summary>
    private bool TryMakeMemory(AddressBlock newcomer)
    {
        for (int i = 0; i < MaxEvictionsNewcomer && !memory.HasRoom; i++)
        {
            if (TryEvict(newcomer, reason: DisconnectReason.MemoryShort)) continue;
            if (peers.Pending <= state.Options.MaxPendingHandshakes / 4) return false;
            EvictPending();
        }
        return memory.HasRoom;
    }
}
