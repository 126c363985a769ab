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
    /// Who has a slot and has waited for nothing for so long, a packet's way there and back, hinders nobody: while it asks for nothing it takes nothing.
    /// </summary>
    private const long SilentMilliseconds = 500;

    /// <summary>How often it is looked whether somebody has become so while others wait.</summary>
    private const long LookMilliseconds = 100;

    /// <summary>Should those ask after all that others were let besides, so many times the slots there are go on until slots change hands; more are choked within a second.</summary>
    private const int MostAsking = 2;

    private readonly List<SlotClaim> _world = [], _lan = [];
    private readonly SlotRanking _ranking = new();

    /// <summary>When somebody may be let besides those that ask for nothing: session milliseconds.</summary>
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

    /// <summary>Lets others besides those that ask for nothing.</summary>
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
        _ranking.Decide(claims, SlotsBeside(lane, claims, isDue), isDue, state.Now, (long)state.Options.SlotTenure.TotalMilliseconds);
        bool isAnyUntried = false, isAnyWaiting = false;
        foreach (ref readonly SlotClaim claim in claims)
        {
            PeerConnection peer = peers[claim.Place]!;
            bool isChanged = peer.ShouldChoke == claim.HasSlot;
            Set(peer, isChoked: !claim.HasSlot);
            // Who was given one and lost it again in the same round has had none.
            if (claim.HasSlot || isChanged) peer.SlotSince = !isDue && HadNone(peer) ? 0 : claim.Since;
            if (isChanged) turns.QueueSend(peer);
            isAnyUntried |= claim.HasSlot && peer.WaitingRequests == 0 && Silence(peer) < SilentMilliseconds;
            isAnyWaiting |= !claim.HasSlot && claim.Merit != SlotRanking.Idle;
        }
        if (isAnyUntried && isAnyWaiting) NextLook = state.Now + LookMilliseconds;
    }

    /// <summary>
    /// How many may have a slot: those that ask for nothing besides. As long as there are too few that ask, the more have just let their time pass, the more are
    /// tried at once: so a crowd that wants nothing is gone through in a few steps, however many it is.
    /// </summary>
    private int SlotsBeside(SendLane lane, ReadOnlySpan<SlotClaim> claims, bool isDue)
    {
        int slots = lane.Slots(state.Options), silent = 0, tried = 0, asking = 0, taken = 0;
        if (slots == 0) return 0;
        foreach (ref readonly SlotClaim claim in claims)
        {
            if (!claim.HasSlot) continue;
            PeerConnection peer = peers[claim.Place]!;
            taken++;
            if (peer.WaitingRequests > 0) asking++;
            long silence = Silence(peer);
            if (silence >= SilentMilliseconds) silent++;
            if (silence is >= SilentMilliseconds and <= IdleMilliseconds) tried++;
        }
        return silent + Math.Max(slots + (asking < slots ? tried : 0), isDue ? 0 : Math.Min(taken - silent, MostAsking * slots));
    }

    /// <summary>Whether a peer lost a slot that was given to too many before it could hear of it or was sent what it asks for: it waits on as before.</summary>
    private static bool HadNone(PeerConnection peer) => peer is { ShouldChoke: true, UploadedBytes: 0 } && (peer.IsChoked || peer.WaitingRequests > 0);

    /// <summary>How long a peer that knows that it may ask has waited for nothing.</summary>
    private long Silence(PeerConnection peer) =>
        peer is { IsChoked: false, Outbox.IsEmpty: true, WaitingRequests: 0 } ? state.Now - Math.Max(peer.UnchokedAt, peer.LastSentAt) : 0;

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
