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

    /// <summary>
    /// Who was told so long ago and has asked for nothing, a packet's way there and back, is no hindrance to others: one more is let besides, until it has been idle
    /// for too long. That is six times as many as there are slots at most; should all of them ask after all, those that are too many are choked within a second.
    /// </summary>
    private const long SilentMilliseconds = 500;

    private readonly List<SlotClaim> _world = [], _lan = [];
    private readonly SlotRanking _ranking = new();

    /// <summary>When somebody may be let besides those that have asked for nothing: session milliseconds.</summary>
    public long NextLook { get; private set; } = long.MaxValue;

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

    /// <summary>Lets others besides those that have asked for nothing.</summary>
    public void Look()
    {
        if (state.Now >= NextLook) Tick();
    }

    /// <summary>Once a second: slots change hands where it is time.</summary>
    public void Tick()
    {
        NextLook = long.MaxValue;
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
        int slots = lane.Slots(state.Options);
        _ranking.Decide(claims, slots > 0 ? slots + Silent(claims) : 0, isDue, state.Now, (long)state.Options.SlotTenure.TotalMilliseconds);
        bool isAnyUnproven = false, isAnyWaiting = false;
        foreach (ref readonly SlotClaim claim in claims)
        {
            PeerConnection peer = peers[claim.Place]!;
            isAnyUnproven |= claim.HasSlot && HasNeverAsked(peer);
            isAnyWaiting |= !claim.HasSlot && claim.Merit != SlotRanking.Idle;
            bool isChanged = peer.ShouldChoke == claim.HasSlot;
            Set(peer, isChoked: !claim.HasSlot);
            // Who was given one and lost it again in the same round has had none.
            if (claim.HasSlot || isChanged) peer.SlotSince = claim.Since;
            if (isChanged) turns.QueueSend(peer);
        }
        if (isAnyUnproven && isAnyWaiting) NextLook = state.Now + SilentMilliseconds;
    }

    /// <summary>How many have a slot, have heard of it, and have had the time to ask for something.</summary>
    private int Silent(ReadOnlySpan<SlotClaim> claims)
    {
        int count = 0;
        foreach (ref readonly SlotClaim claim in claims)
        {
            if (!claim.HasSlot || claim.Merit == SlotRanking.Idle || peers[claim.Place] is not { IsChoked: false, Outbox.IsEmpty: true } peer) continue;
            if (HasNeverAsked(peer) && state.Now - peer.UnchokedAt >= SilentMilliseconds) count++;
        }
        return count;
    }

    private static bool WantsSlot(PeerConnection peer) => peer is { Stage: PeerStage.Running, IsInterested: true, Torrent: { IsPaused: false, Rule.IsPaused: false } };

    /// <summary>What a peer gives us in return, in bytes a second; 0 while its torrent is only seeded.</summary>
    private int Merit(PeerConnection peer) => IsIdle(peer) ? SlotRanking.Idle : peer is { Fetch: { } fetch, Torrent.Download.IsFinished: false } ? fetch.Rate : 0;

    /// <summary>It could ask for some time, and never asked for anything. On a slow line it takes a while until it hears that it may.</summary>
    private bool IsIdle(PeerConnection peer) =>
        peer.UnchokedAt > 0 && HasNeverAsked(peer) && (peer.IsChoked ? peer.ChokedAt : state.Now) - peer.UnchokedAt > IdleMilliseconds;

    private static bool HasNeverAsked(PeerConnection peer) => peer is { UploadedBytes: 0, Requests.Count: 0, Item.Exists: false };

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
