using EdgeSeed.Engine.Peers;
using EdgeSeed.Engine.Spreading;
using EdgeSeed.Engine.Torrents;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Protocol.Wire;

namespace EdgeSeed.Engine.Sessions;

internal sealed partial class SessionContext
{
    /// <summary>Members that are told of pieces at a time, at least: so many keep a line busy over their answers' way.</summary>
    private const int LeastParallel = 4;

    /// <summary>At most this part of the pieces that nobody has is given at a time, so that the first arrive while the last are sent.</summary>
    private const int ParallelDivisor = 4;

    /// <summary>What a member is told of ahead while the upload is not limited, in bytes: an answer's way at full speed.</summary>
    private const int FreeAheadBytes = 1024 * 1024;

    /// <summary>
    /// A member that wants the next piece sooner than this is told of twice as much: longer than Transmission, which asks once a second, takes
    /// to come back for more.
    /// </summary>
    private const long HastyMilliseconds = 1500;

    /// <summary>A member that wants the next piece later than this is told of half as much.</summary>
    private const long LeisurelyMilliseconds = 6000;

    private const int MostHaste = 64;

    /// <summary>Pieces looked at for the rarest, once everything is offered.</summary>
    private const int RarityLooks = 128;

    /// <summary>A piece that its member does not ask for in this time is offered to others.</summary>
    private const long StallMilliseconds = 10_000;

    /// <summary>So long after a complete peer was met, a torrent is taken to have another seed.</summary>
    private const long SeedMemoryMilliseconds = 600_000;

    private readonly List<SpreadPlan> _plans = [];
    private long _drainsUntil = long.MaxValue;

    /// <summary>Takes in a peer that has just shaken hands; decides whether it is told of all pieces, or of one after the other.</summary>
    public void Join(PeerConnection peer)
    {
        TorrentState torrent = peer.Torrent!;
        JoinSpread(peer, torrent);
        KnowListener(peer, saidPort: 0);
        torrent.Peers++;
        if (peer.IsOutgoing) torrent.Calls--;
        torrent.IsAwake = true;
        Peers.Pending--;
    }

    /// <summary>Lets a peer go that had shaken hands.</summary>
    private void Leave(PeerConnection peer)
    {
        peer.Torrent!.Peers--;
        NoteDeparture(peer);
        LeaveSpread(peer);
    }

    private void JoinSpread(PeerConnection peer, TorrentState torrent)
    {
        if (torrent.Spread is null && MaySpread(torrent)) BeginSpread(torrent);
        if (torrent.Spread is not { Phase: not SpreadPhase.Open } plan) return;
        int bytes = SpreadMember.HeldBytes(torrent.Torrent.Layout.PieceCount);
        if (Counters.SpreadBytes + bytes > Options.MaxSpreadBytes)
        {
            plan.Open();
            return;
        }
        Counters.SpreadBytes += bytes;
        peer.Spread = plan.Join(peer);
    }

    private bool MaySpread(TorrentState torrent)
    {
        // A torrent of a few pieces is offered at once: there is nothing to hold back, and libtorrent leaves a peer whose first HAVE makes
        // it a seed before it has looked whether it wants anything.
        if (torrent.Torrent.Layout.PieceCount <= LeastParallel) return false;
        if (Options.SuperSeeding == SuperSeedingPolicy.Never || !torrent.IsComplete || torrent.Peers > 0) return false;
        return Options.SuperSeeding == SuperSeedingPolicy.Always || torrent.SeedSeenAt == 0 || Now - torrent.SeedSeenAt > SeedMemoryMilliseconds;
    }

    private void BeginSpread(TorrentState torrent)
    {
        int bytes = SpreadPlan.HeldBytes(torrent.Torrent.Layout.PieceCount);
        if (Counters.SpreadBytes + bytes > Options.MaxSpreadBytes) return;
        Counters.SpreadBytes += bytes;
        torrent.Spread = new SpreadPlan(torrent, Now);
        _plans.Add(torrent.Spread);
    }

    /// <summary>Takes a peer that goes out of its torrent's plan, and ends the plan with the last.</summary>
    private void LeaveSpread(PeerConnection peer)
    {
        if (peer.IsSeed) peer.Torrent!.SeedSeenAt = Math.Max(Now, 1);
        if (peer.Spread is not { } member) return;
        TorrentState torrent = peer.Torrent!;
        SpreadPlan plan = torrent.Spread!;
        peer.Spread = null;
        plan.Leave(member);
        int pieces = torrent.Torrent.Layout.PieceCount;
        Counters.SpreadBytes -= SpreadMember.HeldBytes(pieces);
        if (plan.Count == 0)
        {
            Counters.SpreadBytes -= SpreadPlan.HeldBytes(pieces);
            _plans.Remove(plan);
            torrent.Spread = null;
        }
        else
        {
            Reveal(plan);
        }
    }

    /// <summary>Notes that a peer has said what it has: now it can be told of what it lacks.</summary>
    public void HasSpoken(PeerConnection peer)
    {
        if (peer.Spread is not { HasSpoken: false } member) return;
        member.HasSpoken = true;
        Reveal(peer.Torrent!.Spread!);
    }

    /// <summary>Notes that a peer has been told who we are, and can be told of pieces.</summary>
    public void HasIntroduced(PeerConnection peer)
    {
        if (peer.Spread is { HasSpoken: true }) Reveal(peer.Torrent!.Spread!);
    }

    /// <summary>How many pieces a peer has said that it has, by the end of its bitfield.</summary>
    /// <param name="peer">Whose.</param>
    /// <param name="bits">Bits set in the bitfield.</param>
    public static int SaidCount(PeerConnection peer, int bits) => peer.Spread?.SaidCount ?? bits;

    /// <summary>Notes bytes of a peer's bitfield.</summary>
    public static void HasPieces(PeerConnection peer, int firstByte, ReadOnlySpan<byte> bits)
    {
        if (peer.Spread is { } member) peer.Torrent!.Spread!.HaveBits(member, firstByte, bits);
    }

    /// <summary>Whether a peer may ask for a piece: who is told of one after the other may ask for those alone.</summary>
    public static bool WasTold(PeerConnection peer, PieceIndex piece) => peer.Spread is not { } member || member.Told[piece] || member.Has[piece];

    /// <summary>Notes that a peer has a piece.</summary>
    public void HasPiece(PeerConnection peer, PieceIndex piece)
    {
        if (peer.Spread is not { } member)
        {
            peer.PieceCount = Math.Min(peer.PieceCount + 1, peer.Torrent!.Torrent.Layout.PieceCount);
            return;
        }
        member.HasSpoken = true;
        peer.Torrent!.Spread!.Have(member, piece);
        peer.PieceCount = member.SaidCount;
        if (peer.Torrent.Spread.Phase != SpreadPhase.Draining && member.UnsentBytes < Ahead(member, peer.Torrent.Spread)) Reveal(peer.Torrent.Spread);
    }

    /// <summary>Notes that a block was sent, and tells of more when its peer will soon have nothing to ask for.</summary>
    public void BlockSent(PeerConnection peer, in BlockRequest block)
    {
        if (peer.Spread is not { } member) return;
        SpreadPlan plan = peer.Torrent!.Spread!;
        long ahead = Ahead(member, plan);
        bool wasEnough = member.UnsentBytes >= ahead;
        if (plan.Sent(member, block, Now) || (wasEnough && member.UnsentBytes < ahead)) Reveal(plan);
    }

    /// <summary>Offers everything where peers have had their time to share.</summary>
    private void EndDrains()
    {
        if (Now < _drainsUntil) return;
        _drainsUntil = long.MaxValue;
        foreach (SpreadPlan plan in _plans) Reveal(plan);
    }

    /// <summary>Once a second: what waits for time rather than for a message.</summary>
    private void TickSpread()
    {
        for (int i = _plans.Count - 1; i >= 0; i--)
        {
            SpreadPlan plan = _plans[i];
            bool isIdle = WorldLane.Ring.Count == 0;
            plan.ExtraParallel = isIdle ? plan.ExtraParallel + LeastParallel : Math.Max(0, plan.ExtraParallel - 1);
            for (int m = 0; m < plan.Count; m++)
            {
                plan[m].HasSpoken |= Now - plan[m].Peer.ConnectedAt > TickMilliseconds;
                plan.ReleaseStalled(plan[m], Now - StallMilliseconds);
            }
            Reveal(plan);
        }
    }

    /// <summary>Tells members of pieces until each has enough to ask for, or there is nothing to tell of.</summary>
    private void Reveal(SpreadPlan plan)
    {
        plan.Advance(Now, Options.SuperSeeding != SuperSeedingPolicy.Always);
        if (plan.Phase == SpreadPhase.Exclusive) RevealFresh(plan);
        else if (plan.Phase == SpreadPhase.Open) RevealAll(plan);
        else _drainsUntil = Math.Min(_drainsUntil, plan.DrainsUntil);
    }

    private void RevealFresh(SpreadPlan plan)
    {
        int slots = Math.Min(WorldLane.Slots(Options), Math.Max(LeastParallel, plan.Copies.FreshCount / ParallelDivisor) + plan.ExtraParallel);
        int busy = 0;
        for (int m = 0; m < plan.Count; m++)
        {
            // Who has lost its slot to another fetches nothing of what it was told of, and must not keep that other waiting.
            bool lostSlot = plan[m].Peer is { ShouldChoke: true, IsInterested: true };
            if (!lostSlot && plan[m].UnsentBytes >= Ahead(plan[m], plan)) busy++;
        }
        for (; busy < slots && Neediest(plan) is { } next; busy++)
        {
            if (!plan.Copies.TryNextFresh(next.Told, out PieceIndex piece) || !TryTell(plan, next, piece)) return;
            // A small piece is soon sent: as many as the member needs.
            while (next.UnsentBytes < Ahead(next, plan) && CanTell(next) && plan.Copies.TryNextFresh(next.Told, out piece) && TryTell(plan, next, piece)) { }
        }
    }

    /// <summary>The member to be told of a piece next: who passes on what it gets goes before who keeps it, then who was told of nothing yet, then who has waited longest.</summary>
    private static SpreadMember? Neediest(SpreadPlan plan)
    {
        SpreadMember? neediest = null;
        for (int m = 0; m < plan.Count; m++)
        {
            SpreadMember member = plan[m];
            if (!CanTell(member) || member.UnsentBytes >= Ahead(member, plan)) continue;
            bool isBetter = neediest is null || member.UnsharedCount < neediest.UnsharedCount
                || (member.UnsharedCount == neediest.UnsharedCount && member.ToldAt < neediest.ToldAt);
            if (isBetter) neediest = member;
        }
        return neediest;
    }

    private void RevealAll(SpreadPlan plan)
    {
        for (int m = 0; m < plan.Count; m++)
        {
            SpreadMember member = plan[m];
            while (CanTell(member) && member.UnsentBytes < Ahead(member, plan) && TryNextRare(plan, member, out PieceIndex piece))
            {
                if (!TryTell(plan, member, piece)) break;
            }
        }
    }

    /// <summary>One of the pieces that fewest peers have, of those that a member lacks and was not told of.</summary>
    private static bool TryNextRare(SpreadPlan plan, SpreadMember member, out PieceIndex rarest)
    {
        rarest = default;
        int fewest = int.MaxValue, looks = 0;
        int pieces = plan.Torrent.Torrent.Layout.PieceCount;
        for (int step = 0; step < pieces && looks < RarityLooks; step++)
        {
            var piece = new PieceIndex((member.Cursor + step) % pieces);
            if (member.Has[piece] || member.Told[piece] || !plan.Torrent.Verified[piece]) continue;
            looks++;
            if (plan.Copies[piece.Value] >= fewest) continue;
            (rarest, fewest) = (piece, plan.Copies[piece.Value]);
        }
        if (looks > 0) member.Cursor = rarest.Value;
        return looks > 0;
    }

    private static bool CanTell(SpreadMember member) => member.HasSpoken && member.RevealCount < SpreadMember.MaxReveals
        && member.Peer is { Stage: PeerStage.Running, Introduction: IntroductionStage.Finished } peer
        && peer.Outbox.HasRoom(MessageWriter.PieceIndexLength);

    private bool TryTell(SpreadPlan plan, SpreadMember member, PieceIndex piece)
    {
        if (!CanTell(member)) return false;
        long since = Now - member.ToldAt;
        if (since is > 0 and < HastyMilliseconds) member.Haste = Math.Min(member.Haste * 2, MostHaste);
        else if (since > LeisurelyMilliseconds) member.Haste = Math.Max(member.Haste / 2, 1);
        plan.Tell(member, piece, Now);
        MessageWriter.WritePieceIndex(member.Peer.Outbox.Append(MessageWriter.PieceIndexLength), PeerMessageId.Have, (uint)piece.Value);
        QueueSend(member.Peer);
        return true;
    }

    /// <summary>Below so many bytes told of and not sent, a member is told of another piece.</summary>
    private static long Ahead(SpreadMember member, SpreadPlan plan)
    {
        Budget.UploadBudget budget = member.Peer.Lane.Budget;
        int piece = plan.Torrent.Torrent.Layout.PieceLength;
        if (budget.IsUnlimited) return Math.Max(piece, FreeAheadBytes) * (long)member.Haste;
        return Math.Max(piece / 2, budget.BytesPerSecond / Math.Max(1, plan.Count));
    }
}
