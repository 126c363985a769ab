using EdgeSeed.Engine.Peers;
using EdgeSeed.Engine.Sessions.State;
using EdgeSeed.Engine.Swarms;
using EdgeSeed.Protocol.Torrents;

namespace EdgeSeed.Engine.SuperSeeding;

/// <summary>
/// Super-seeding (BEP 16) in the session loop: which torrents, which of their peers take part, and what these say and are sent. All plans together
/// hold at most <see cref="EngineOptions.MaxSpreadBytes"/>; when that is full, everybody is told of all pieces.
/// </summary>
internal sealed class SuperSeeder(SessionState state, SendLanes lanes, PeerTurns turns) : IPeerWatcher
{
    /// <summary>A piece that its member does not ask for in this time is offered to others.</summary>
    private const long StallMilliseconds = 10_000;

    /// <summary>So long after a complete peer was met, a torrent is taken to have another seed.</summary>
    private const long SeedMemoryMilliseconds = 600_000;

    /// <summary>Who has said nothing of what it has for so long has nothing.</summary>
    private const long SilenceMilliseconds = 1000;

    private readonly PieceRevealer _revealer = new(state, lanes, turns);
    private readonly Dictionary<TorrentState, SuperSeedPlan> _plans = [];

    /// <summary>Who takes part, by its place in the peer table.</summary>
    private SuperSeedPeer?[] _members = [];

    private long _nextLook = long.MaxValue;

    /// <summary>Bytes of memory held at present.</summary>
    public int HeldBytes { get; private set; }

    /// <summary>When peers of some torrent have had their time to share, or those that were told of something the time to say that they want it: session milliseconds.</summary>
    public long NextLook => _nextLook;

    /// <summary>Whether a torrent's pieces are told of one after the other at present.</summary>
    public bool IsSuperSeeding(TorrentState torrent) => _plans.TryGetValue(torrent, out SuperSeedPlan? plan) && plan.Phase != SuperSeedPhase.Open;

    /// <summary>How many peers have the piece that fewest have; 0 where that is not known.</summary>
    public int LeastCopies(TorrentState torrent) => _plans.TryGetValue(torrent, out SuperSeedPlan? plan) ? plan.Copies.Least : 0;

    /// <summary>Takes in a peer that has just shaken hands; decides whether it is told of all pieces, or of one after the other.</summary>
    public void Joined(PeerConnection peer)
    {
        TorrentState torrent = peer.Torrent!;
        if (!_plans.TryGetValue(torrent, out SuperSeedPlan? plan)) plan = MayBegin(torrent) ? TryBegin(torrent) : null;
        if (plan is null || plan.Phase == SuperSeedPhase.Open) return;
        int bytes = SuperSeedPeer.HeldBytes(torrent.Torrent.Layout.PieceCount);
        if (HeldBytes + bytes > state.Options.MaxSpreadBytes)
        {
            plan.Open();
            return;
        }
        HeldBytes += bytes;
        if (peer.Slot >= _members.Length) Array.Resize(ref _members, Math.Max(peer.Slot + 1, _members.Length * 2));
        peer.IsSuperSeeded = true;
        _members[peer.Slot] = plan.Join(peer, state.Random.Next(torrent.Torrent.Layout.PieceCount));
    }

    /// <summary>Takes a peer that goes out of its torrent's plan, and ends the plan with the last.</summary>
    public void Left(PeerConnection peer, PeerStage stage, DisconnectReason reason)
    {
        if (stage == PeerStage.Running && peer.IsSeed) peer.Torrent!.SeedSeenAt = Math.Max(state.Now, 1);
        if (Find(peer) is not { } member) return;
        SuperSeedPlan plan = member.Plan;
        _members[peer.Slot] = null;
        plan.Leave(member);
        int pieces = plan.Torrent.Torrent.Layout.PieceCount;
        HeldBytes -= SuperSeedPeer.HeldBytes(pieces);
        if (plan.Count > 0)
        {
            Reveal(plan);
            return;
        }
        if (reason == DisconnectReason.NetworkLost) plan.Torrent.SpreadFrom = plan.Copies.Next;
        HeldBytes -= SuperSeedPlan.HeldBytes(pieces);
        _plans.Remove(plan.Torrent);
    }

    /// <summary>Notes that a peer has said what it has: now it can be told of what it lacks.</summary>
    public void HasSpoken(PeerConnection peer)
    {
        if (Find(peer) is not { HasSpoken: false } member) return;
        member.HasSpoken = true;
        Reveal(member.Plan);
    }

    /// <summary>Notes that a peer has been told who we are, and can be told of pieces.</summary>
    public void HasIntroduced(PeerConnection peer)
    {
        if (Find(peer) is { HasSpoken: true } member) Reveal(member.Plan);
    }

    /// <summary>How many pieces a peer has said that it has, by the end of its bitfield.</summary>
    /// <param name="peer">Whose.</param>
    /// <param name="bits">Bits set in the bitfield.</param>
    public int SaidCount(PeerConnection peer, int bits) => Find(peer)?.SaidCount ?? bits;

    /// <summary>Notes bytes of a peer's bitfield.</summary>
    public void HasPieces(PeerConnection peer, int firstByte, ReadOnlySpan<byte> bits)
    {
        if (Find(peer) is { } member) member.Plan.HaveBits(member, firstByte, bits);
    }

    /// <summary>Whether a peer may ask for a piece: who is told of one after the other may ask for those alone.</summary>
    public bool WasTold(PeerConnection peer, PieceIndex piece) => Find(peer) is not { } member || member.Told[piece] || member.Has[piece];

    /// <summary>Notes that a peer has a piece.</summary>
    public void HasPiece(PeerConnection peer, PieceIndex piece)
    {
        if (Find(peer) is not { } member)
        {
            peer.PieceCount = Math.Min(peer.PieceCount + 1, peer.Torrent!.Torrent.Layout.PieceCount);
            return;
        }
        member.HasSpoken = true;
        member.Plan.Have(member, piece);
        peer.PieceCount = member.SaidCount;
        if (member.Plan.Phase != SuperSeedPhase.Draining && member.UnsentBytes < PieceRevealer.Ahead(member)) Reveal(member.Plan);
    }

    /// <summary>Notes that a block was sent, and tells of more when its peer will soon have nothing to ask for.</summary>
    public void BlockSent(PeerConnection peer, in BlockRequest block)
    {
        if (Find(peer) is not { } member) return;
        long ahead = PieceRevealer.Ahead(member);
        bool wasEnough = member.UnsentBytes >= ahead;
        if (member.Plan.Sent(member, block, state.Now) || (wasEnough && member.UnsentBytes < ahead)) Reveal(member.Plan);
    }

    /// <summary>Offers everything where peers have had their time to share, and more to others where peers have let theirs pass.</summary>
    public void Look()
    {
        if (state.Now < _nextLook) return;
        _nextLook = long.MaxValue;
        foreach (SuperSeedPlan plan in _plans.Values) Reveal(plan);
    }

    /// <summary>Once a second: what waits for time rather than for a message.</summary>
    public void Tick()
    {
        foreach (SuperSeedPlan plan in _plans.Values)
        {
            // By need, a torrent that asks for nothing leaves its part to those that need it less.
            bool isIdle = lanes.World.Ring.Count == 0 || (lanes.World.Ring.IsByNeed && !plan.IsAsking);
            plan.ExtraParallel = isIdle ? plan.ExtraParallel + PieceRevealer.LeastParallel : Math.Max(0, plan.ExtraParallel - 1);
            for (int m = 0; m < plan.Count; m++)
            {
                plan[m].HasSpoken |= state.Now - plan[m].Peer.ConnectedAt > SilenceMilliseconds;
                plan.ReleaseStalled(plan[m], state.Now - StallMilliseconds);
            }
            Reveal(plan);
        }
    }

    private SuperSeedPeer? Find(PeerConnection peer) => peer.IsSuperSeeded ? _members[peer.Slot] : null;

    private bool MayBegin(TorrentState torrent)
    {
        // A torrent of a few pieces is offered at once: there is nothing to hold back, and libtorrent leaves a peer whose first HAVE makes
        // it a seed before it has looked whether it wants anything.
        if (torrent.Torrent.Layout.PieceCount <= PieceRevealer.LeastParallel) return false;
        if (state.Options.SuperSeeding == SuperSeedingPolicy.Never || !torrent.IsComplete || torrent.Peers > 0) return false;
        bool isOtherSeedForgotten = torrent.SeedSeenAt == 0 || state.Now - torrent.SeedSeenAt > SeedMemoryMilliseconds;
        return state.Options.SuperSeeding == SuperSeedingPolicy.Always || isOtherSeedForgotten;
    }

    private SuperSeedPlan? TryBegin(TorrentState torrent)
    {
        int bytes = SuperSeedPlan.HeldBytes(torrent.Torrent.Layout.PieceCount);
        if (HeldBytes + bytes > state.Options.MaxSpreadBytes) return null;
        HeldBytes += bytes;
        var plan = new SuperSeedPlan(torrent, state.Now);
        _plans.Add(torrent, plan);
        return plan;
    }

    private void Reveal(SuperSeedPlan plan)
    {
        _revealer.Reclaim(plan);
        plan.Advance(state.Now, endsWithSeed: state.Options.SuperSeeding != SuperSeedingPolicy.Always);
        if (plan.Phase == SuperSeedPhase.Draining) _nextLook = Math.Min(_nextLook, plan.DrainsUntil);
        else if (_revealer.Reveal(plan)) _nextLook = Math.Min(_nextLook, state.Now + PieceRevealer.AnswerMilliseconds);
    }
}
