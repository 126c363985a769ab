using EdgeSeed.Engine.Peers;
using EdgeSeed.Engine.Torrents;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Protocol.Wire;

namespace EdgeSeed.Engine.Sessions;

internal sealed partial class SessionContext
{
    /// <summary>
    /// Decides anew whether a peer's requests are served; the peer is told when it is next sent something. Without a free slot it waits for
    /// one.
    /// </summary>
    public void Choke(PeerConnection peer)
    {
        if (!WantsSlot(peer)) SetChoke(peer, true);
        else if (peer.Lane.SlotsTaken < peer.Lane.Slots(Options)) SetChoke(peer, false);
    }

    /// <summary>
    /// Once a second: gives free slots to those that have waited longest, newcomers first, and takes slots from those that had theirs long
    /// enough. While a torrent is downloaded, who gives us most keeps its slot (tit for tat), but for one slot that goes round all the same
    /// (BEP 3's optimistic unchoke): so newcomers can show what they give.
    /// </summary>
    private void RotateSlots(SendLane lane)
    {
        int slots = lane.Slots(Options);
        int waiting = 0;
        for (int slot = 0; slot < Peers.SlotCount; slot++)
        {
            if (Peers[slot] is { ShouldChoke: true } peer && ReferenceEquals(peer.Lane, lane) && WantsSlot(peer)) waiting++;
        }
        bool isDue = Now >= lane.NextRotation;
        if (isDue) lane.NextRotation = Now + (long)Options.SlotTenure.TotalMilliseconds;
        int excess = Math.Max(lane.SlotsTaken - slots, 0);
        int turns = excess + (isDue ? Math.Min(waiting, slots) : 0);
        bool isOptimismSpent = false;
        for (; turns > 0 && Next(lane, choked: false) is { } served; turns--, excess--)
        {
            if (excess <= 0 && Merit(served) > (Next(lane, choked: true) is { } best ? Merit(best) : 0))
            {
                if (isOptimismSpent) break;
                isOptimismSpent = true;
            }
            SetChoke(served, true);
            Turns.QueueSend(served);
            // Whoever has just lost a slot is not to get it back at once.
            served.SlotSince = Now;
        }
        for (; waiting > 0 && lane.SlotsTaken < slots && Next(lane, choked: true, isOptimismSpent) is { } next; waiting--)
        {
            isOptimismSpent = false;
            SetChoke(next, false);
            Turns.QueueSend(next);
        }
    }

    /// <summary>Once a second: an address that holds two slots more than another which waits gives it one, whoever had them first.</summary>
    private void ShareSlots(SendLane lane)
    {
        for (int turns = lane.SlotsTaken; turns > 0; turns--)
        {
            if (Next(lane, choked: true) is not { } waiting || Next(lane, choked: false) is not { } served) return;
            if (lane.SlotsOf(served.Block) < lane.SlotsOf(waiting.Block) + 2 || Merit(served) > Merit(waiting)) return;
            SetChoke(served, true);
            served.SlotSince = Now;
            SetChoke(waiting, false);
            Turns.QueueSend(served);
            Turns.QueueSend(waiting);
        }
    }

    private static bool WantsSlot(PeerConnection peer) => peer is { Stage: PeerStage.Running, IsInterested: true, Torrent.IsPaused: false };

    private void SetChoke(PeerConnection peer, bool shouldChoke)
    {
        if (peer.ShouldChoke == shouldChoke) return;
        peer.ShouldChoke = shouldChoke;
        peer.Lane.CountSlot(peer.Block, shouldChoke ? -1 : 1);
        if (!shouldChoke) peer.SlotSince = Now;
    }

    /// <summary>What a peer gives us in return, in bytes a second; 0 while its torrent is only seeded.</summary>
    private static int Merit(PeerConnection peer) => peer is { Fetch: { } fetch, Torrent.Download.IsFinished: false } ? fetch.Rate : 0;

    /// <summary>
    /// The peer that is first to get a slot, or to lose it: for what it gives us, or else because its address holds fewest, or most, or else because
    /// it has waited, or had it, longest.
    /// </summary>
    private PeerConnection? Next(SendLane lane, bool choked, bool isMeritBlind = false)
    {
        PeerConnection? first = null;
        int firstMerit = 0, firstSlots = 0;
        for (int slot = 0; slot < Peers.SlotCount; slot++)
        {
            if (Peers[slot] is not { } peer || peer.ShouldChoke != choked || !ReferenceEquals(peer.Lane, lane) || !WantsSlot(peer)) continue;
            int merit = isMeritBlind ? 0 : choked ? -Merit(peer) : Merit(peer);
            int slots = choked ? lane.SlotsOf(peer.Block) : -lane.SlotsOf(peer.Block);
            if (first is not null && (merit, slots, peer.SlotSince).CompareTo((firstMerit, firstSlots, first.SlotSince)) >= 0) continue;
            (first, firstMerit, firstSlots) = (peer, merit, slots);
        }
        return first;
    }

    /// <summary>The same for every peer of a torrent, whose state has changed.</summary>
    public void ChokeAll(TorrentState torrent)
    {
        for (int slot = 0; slot < Peers.SlotCount; slot++)
        {
            if (Peers[slot] is not { } peer || !ReferenceEquals(peer.Torrent, torrent)) continue;
            Choke(peer);
            Turns.QueueSend(peer);
        }
    }

    /// <summary>
    /// Refuses a request: says so to a peer that knows BEP 6, and stays silent to others, which ask again after the next unchoke.
    /// </summary>
    public void Reject(PeerConnection peer, in BlockRequest block)
    {
        State.Counters.RejectedRequests++;
        if (!peer.SupportsFast || !peer.Outbox.HasRoom(MessageWriter.BlockLength)) return;
        Span<byte> message = peer.Outbox.Append(MessageWriter.BlockLength);
        MessageWriter.WriteBlock(message, PeerMessageId.Reject, (uint)block.Piece.Value, (uint)block.Begin, (uint)block.Length);
    }
}
