using System.Runtime.InteropServices;
using EdgeSeed.Engine.Peers;
using EdgeSeed.Engine.Sessions.State;
using EdgeSeed.Engine.Swarms;

namespace EdgeSeed.Engine.Choking;

/// <summary>Who has an upload slot. Each lane has its own (<see cref="SendLane.Slots"/>), which change hands every <see cref="EngineOptions.SlotTenure"/>.</summary>
internal sealed class Choker(SessionState state, PeerTable peers, SendLanes lanes, PeerTurns turns) : IPeerWatcher
{
    /// <summary>Who asks for nothing in so long after it was let has its slot for nothing.</summary>
    private const long IdleMilliseconds = 3_000;

    private readonly List<SlotClaim> _world = [], _lan = [];
    private readonly SlotRanking _ranking = new();

    /// <summary>
    /// Decides anew whether a peer's requests are served; the peer is told when it is next sent something. Without a free slot it waits for
    /// one.
    /// </summary>
    public void Judge(PeerConnection peer)
    {
        if (!WantsSlot(peer)) Set(peer, isChoked: true);
        else if (peer.Lane.SlotsTaken < peer.Lane.Slots(state.Options)) Set(peer, isChoked: false);
    }

    /// <summary>The same for every peer of a torrent, whose state has changed.</summary>
    public void JudgeAll(TorrentState torrent)
    {
        for (int slot = 0; slot < peers.SlotCount; slot++)
        {
            if (peers[slot] is not { } peer || !ReferenceEquals(peer.Torrent, torrent)) continue;
            Judge(peer);
            turns.QueueSend(peer);
        }
    }

    /// <summary>Once a second: slots change hands where it is time.</summary>
    public void Tick()
    {
        _world.Clear();
        _lan.Clear();
        for (int slot = 0; slot < peers.SlotCount; slot++)
        {
            if (peers[slot] is not { } peer || !WantsSlot(peer)) continue;
            var claim = new SlotClaim { Place = slot, Merit = Merit(peer), Since = peer.SlotSince, Arrived = peer.ConnectedAt, Block = peer.Block, Weight = peer.Weight, HasSlot = !peer.ShouldChoke };
            (ReferenceEquals(peer.Lane, lanes.Lan) ? _lan : _world).Add(claim);
        }
        Rotate(lanes.World, CollectionsMarshal.AsSpan(_world));
        Rotate(lanes.Lan, CollectionsMarshal.AsSpan(_lan));
    }

    /// <summary>Serves each peer in the lane that is its by now.</summary>
    public void MoveAll()
    {
        for (int slot = 0; slot < peers.SlotCount; slot++)
        {
            if (peers[slot] is not { } peer) continue;
            SendLane lane = lanes.For(peer.EndPoint);
            if (!ReferenceEquals(lane, peer.Lane)) Move(peer, lane);
        }
    }

    private void Move(PeerConnection peer, SendLane lane)
    {
        Set(peer, isChoked: true);
        // Its place in the other lane's ring is given up when it is its turn there.
        (peer.Lane, peer.WeighedBytes) = (lane, 0);
        Judge(peer);
    }

    /// <inheritdoc/>
    public void Joined(PeerConnection peer)
    {
    }

    /// <summary>Takes the slot of a peer that goes.</summary>
    public void Left(PeerConnection peer, PeerStage stage, DisconnectReason reason) => Set(peer, isChoked: true);

    private void Rotate(SendLane lane, Span<SlotClaim> claims)
    {
        bool isDue = state.Now >= lane.NextRotation;
        if (isDue) lane.NextRotation = state.Now + (long)state.Options.SlotTenure.TotalMilliseconds;
        _ranking.Decide(claims, lane.Slots(state.Options), isDue, state.Now, (long)state.Options.SlotTenure.TotalMilliseconds);
        foreach (ref readonly SlotClaim claim in claims)
        {
            PeerConnection peer = peers[claim.Place]!;
            bool isChanged = peer.ShouldChoke == claim.HasSlot;
            Set(peer, isChoked: !claim.HasSlot);
            // Who was given one and lost it again in the same round has had none.
            if (claim.HasSlot || isChanged) peer.SlotSince = claim.Since;
            if (isChanged) turns.QueueSend(peer);
        }
    }

    private static bool WantsSlot(PeerConnection peer) => peer is { Stage: PeerStage.Running, IsInterested: true, Torrent: { IsPaused: false, Rule.IsPaused: false } };

    /// <summary>What a peer gives us in return, in bytes a second; 0 while its torrent is only seeded.</summary>
    private int Merit(PeerConnection peer) => IsIdle(peer) ? SlotRanking.Idle : peer is { Fetch: { } fetch, Torrent.Download.IsFinished: false } ? fetch.Rate : 0;

    /// <summary>It could ask for some time, and never asked for anything. On a slow line it takes a while until it hears that it may.</summary>
    private bool IsIdle(PeerConnection peer) =>
        peer is { UploadedBytes: 0, UnchokedAt: > 0, Requests.Count: 0, Item.Exists: false } && (peer.IsChoked ? peer.ChokedAt : state.Now) - peer.UnchokedAt > IdleMilliseconds;

    private void Set(PeerConnection peer, bool isChoked)
    {
        if (peer.ShouldChoke == isChoked) return;
        peer.ShouldChoke = isChoked;
        peer.Lane.CountSlot(peer.Block, isChoked ? -1 : 1);
        if (isChoked) return;
        peer.SlotSince = state.Now;
        peer.Lane.Ring.GotSlot(peer);
    }
}
