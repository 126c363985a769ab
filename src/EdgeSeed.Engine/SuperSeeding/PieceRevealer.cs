using System.Numerics;
using EdgeSeed.Engine.Budget;
using EdgeSeed.Engine.Peers;
using EdgeSeed.Engine.Sessions.State;
using EdgeSeed.Engine.Swarms;
using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Protocol.Wire;

namespace EdgeSeed.Engine.SuperSeeding;

/// <summary>Tells the members of a plan of pieces, until each has enough to ask for or there is nothing to tell of.</summary>
internal sealed class PieceRevealer(SessionState state, SendLanes lanes, PeerTurns turns)
{
    /// <summary>Members that are told of pieces at a time, at least: so many keep a line busy over their answers' way.</summary>
    public const int LeastParallel = 4;

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

    /// <summary>A member that has not asked in this time for anything it was told of takes no other's turn meanwhile.</summary>
    private const long AskMilliseconds = 2_000;

    /// <summary>Nor does one that in this time has not even said that it is interested, or asked though it may: it is a packet's way there and back.</summary>
    public const long AnswerMilliseconds = 500;

    /// <summary>So many members of one address, that have never fetched what they were told of, are told of pieces at a time.</summary>
    private const int MostUnproven = 2;

    /// <summary>For each address: its members that have never fetched anything, those that were told of something now and those that let it pass.</summary>
    private readonly Dictionary<AddressBlock, (int Told, int Stalled)> _unproven = [];

    /// <summary>Pieces looked at for the rarest, once everything is offered.</summary>
    private const int RarityLooks = 128;

    /// <summary>Tells of pieces that nobody has, each to one member; of those that fewest have once everything is offered.</summary>
    /// <returns>Whether somebody waits who has never fetched anything: look again after <see cref="AnswerMilliseconds"/>.</returns>
    public bool Reveal(SuperSeedPlan plan)
    {
        if (plan.Phase == SuperSeedPhase.Exclusive) return RevealFresh(plan);
        if (plan.Phase == SuperSeedPhase.Open) RevealAll(plan);
        return false;
    }

    /// <summary>Below so many bytes told of and not sent, a member is told of another piece.</summary>
    public static long Ahead(SuperSeedPeer member)
    {
        UploadBudget budget = member.Peer.Lane.Budget;
        int piece = member.Plan.Torrent.Torrent.Layout.PieceLength;
        if (budget.IsUnlimited) return Math.Max(piece, FreeAheadBytes) * (long)member.Haste;
        // Who has fetched nothing yet takes no part of the line from who does.
        return Math.Max(piece / 2, budget.BytesPerSecond / (member.HasFetched ? member.Plan.FetcherCount : member.Plan.Count));
    }

    /// <summary>Nobody who fetches runs out of pieces while some are kept for those who let their time pass.</summary>
    public void Reclaim(SuperSeedPlan plan)
    {
        if (plan.Phase == SuperSeedPhase.Open || plan.Copies.FreshCount > 0) return;
        for (int m = 0; m < plan.Count; m++)
        {
            if (!plan[m].HasFetched || !CanTell(plan[m]) || plan[m].UnsentBytes >= Ahead(plan[m])) continue;
            TakeBack(plan);
            return;
        }
    }

    private bool RevealFresh(SuperSeedPlan plan)
    {
        int most = Math.Max(LeastParallel, plan.Copies.FreshCount / ParallelDivisor) + plan.ExtraParallel;
        int slots = Math.Min(lanes.World.Slots(state.Options), most), busy = 0, unproven = 0, passed = 0, stalled = 0, kept = 0;
        for (int m = 0; m < plan.Count; m++)
        {
            // Who has lost its slot to another fetches nothing of what it was told of, and must not keep that other waiting.
            if (plan[m] is { HasFetched: false })
            {
                if (plan[m].RevealCount > 0 && IsFetching(plan[m])) unproven++;
                else if (plan[m].RevealCount > 0 && state.Now - plan[m].ToldAt < AskMilliseconds) passed++;
                if (plan[m] is { Stalls: > 0, RevealCount: > 0 }) stalled++;
                kept += plan[m].RevealCount;
                continue;
            }
            bool lostSlot = plan[m].Peer is { ShouldChoke: true, IsInterested: true };
            if (!lostSlot && IsFetching(plan[m]) && plan[m].UnsentBytes >= Ahead(plan[m])) busy++;
        }
        if (kept >= MostKept(plan)) kept -= TakeBack(plan);
        CountUnproven(plan);
        while (busy < slots)
        {
            // Who has never fetched what it was told of keeps nobody waiting who does fetch, but for newcomers, who go before all; and has half of the turns, and of the
            // pieces that are left, at most. The more have just let theirs pass, the more are told at a time: a crowd that wants nothing is gone through in a few steps.
            if (Neediest(plan, areUnprovenTaken: kept < MostKept(plan), areStalledTaken: stalled < Math.Max(1, slots / 2)) is not { } next) return false;
            if (!next.HasFetched && busy + unproven >= slots + passed) return true;
            int told = next.RevealCount;
            if (!plan.Copies.TryNextFresh(next.Told, out PieceIndex piece) || !TryTell(next, piece)) return false;
            if (next.HasFetched) busy++;
            else
            {
                unproven++;
                if (next.Stalls > 0) stalled++;
                Note(next);
            }
            // A small piece is soon sent: as many as the member needs.
            while (next.UnsentBytes < Ahead(next) && CanTell(next) && plan.Copies.TryNextFresh(next.Told, out piece) && TryTell(next, piece)) { }
            if (!next.HasFetched) kept += next.RevealCount - told;
        }
        return false;
    }

    /// <summary>Pieces that are kept at most for those who have never fetched any: as many as are left for the others.</summary>
    private static int MostKept(SuperSeedPlan plan) => Math.Max(plan.FetcherCount > 0 ? 1 : LeastParallel, plan.Copies.FreshCount);

    /// <summary>Offers what those were told of who have fetched nothing and had their time to ask to those who come after them; returns how many pieces.</summary>
    private int TakeBack(SuperSeedPlan plan)
    {
        int before = plan.Copies.FreshCount;
        for (int m = 0; m < plan.Count; m++)
        {
            if (plan[m] is { HasFetched: false, RevealCount: > 0 } member && !IsFetching(member)) plan.ReleaseStalled(member, state.Now - AnswerMilliseconds);
        }
        return plan.Copies.FreshCount - before;
    }

    private void CountUnproven(SuperSeedPlan plan)
    {
        _unproven.Clear();
        for (int m = 0; m < plan.Count; m++)
        {
            if (plan[m] is { HasFetched: false } member && (member.RevealCount > 0 || member.Stalls > 0)) Note(member);
        }
    }

    private void Note(SuperSeedPeer member)
    {
        (int told, int stalled) = Unproven(member);
        _unproven[member.Peer.Block] = member.RevealCount > 0 ? (told + 1, stalled) : (told, stalled + 1);
    }

    private (int Told, int Stalled) Unproven(SuperSeedPeer member) => _unproven.GetValueOrDefault(member.Peer.Block);

    /// <summary>Of whom many of its address were told and fetched nothing comes after who is the first of its own.</summary>
    private int Crowd(SuperSeedPeer member)
    {
        if (member.HasFetched) return 0;
        (int told, int stalled) = Unproven(member);
        return told + stalled;
    }

    /// <summary>Whether a member asks for what it was told of, or has not had the time to: nothing is kept waiting for others.</summary>
    private bool IsFetching(SuperSeedPeer member)
    {
        PeerConnection peer = member.Peer;
        long since = state.Now - member.ToldAt;
        if (peer.Requests.Count > 0 || peer.Item.Exists || since < AnswerMilliseconds) return true;
        // It may wait for a slot; who has one could ask. To be interested before anything was told of means nothing.
        bool mayYetAsk = member.HasFetched || (peer.IsInterested && (peer.IsChoked || state.Now - peer.UnchokedAt < AnswerMilliseconds));
        return mayYetAsk && since < AskMilliseconds;
    }

    /// <summary>The member to be told of a piece next: who fetches what it is told of goes before who does not, and before who comes from where others do not; then who passes on what it gets goes before who keeps it, then who was told of nothing yet, then who has waited longest.</summary>
    private SuperSeedPeer? Neediest(SuperSeedPlan plan, bool areUnprovenTaken, bool areStalledTaken)
    {
        SuperSeedPeer? neediest = null;
        (int Stalls, int Crowd, int Unshared, long ToldAt) first = default;
        for (int m = 0; m < plan.Count; m++)
        {
            SuperSeedPeer member = plan[m];
            if (!CanTell(member) || member.UnsentBytes >= Ahead(member)) continue;
            if (!member.HasFetched && (!areUnprovenTaken || (member.Stalls > 0 && !areStalledTaken) || member.RevealCount > 0 || Unproven(member).Told >= MostUnproven)) continue;
            (int Stalls, int Crowd, int Unshared, long ToldAt) place = (member.Stalls, Crowd(member), member.UnsharedCount, member.ToldAt);
            if (neediest is null || place.CompareTo(first) < 0) (neediest, first) = (member, place);
        }
        return neediest;
    }

    private void RevealAll(SuperSeedPlan plan)
    {
        for (int m = 0; m < plan.Count; m++)
        {
            SuperSeedPeer member = plan[m];
            while (CanTell(member) && member.UnsentBytes < Ahead(member) && TryNextRare(member, out PieceIndex piece))
            {
                if (!TryTell(member, piece)) break;
            }
        }
    }

    /// <summary>One of the pieces that fewest peers have, of those that a member lacks and was not told of.</summary>
    private static bool TryNextRare(SuperSeedPeer member, out PieceIndex rarest)
    {
        rarest = default;
        SuperSeedPlan plan = member.Plan;
        ReadOnlySpan<byte> has = member.Has.Span, told = member.Told.Span, verified = plan.Torrent.Verified.Span;
        int fewest = int.MaxValue, looks = 0, next;
        int pieces = plan.Torrent.Torrent.Layout.PieceCount;
        for (int step = 0; step < pieces && looks < RarityLooks; step += next)
        {
            int from = (member.Cursor + step) % pieces;
            // Eight pieces at a time: most of them it has, or was told of.
            int wanted = verified[from >> 3] & ~(has[from >> 3] | told[from >> 3]) & (0xff >> (from & 7));
            int piece = (from & ~7) + BitOperations.LeadingZeroCount((uint)wanted << 24);
            next = Math.Min(wanted == 0 ? (from & ~7) + 8 : piece + 1, pieces) - from;
            if (wanted == 0) continue;
            looks++;
            if (plan.Copies[piece] >= fewest) continue;
            (rarest, fewest) = (new PieceIndex(piece), plan.Copies[piece]);
        }
        if (looks > 0) member.Cursor = rarest.Value;
        return looks > 0;
    }

    private static bool CanTell(SuperSeedPeer member) => member.HasSpoken && member.RevealCount < SuperSeedPeer.MaxReveals
        && member.Peer is { Stage: PeerStage.Running, Introduction: IntroductionStage.Finished } peer
        && peer.Outbox.HasRoom(MessageWriter.PieceIndexLength);

    private bool TryTell(SuperSeedPeer member, PieceIndex piece)
    {
        if (!CanTell(member)) return false;
        long since = state.Now - member.ToldAt;
        if (since is > 0 and < HastyMilliseconds) member.Haste = Math.Min(member.Haste * 2, MostHaste);
        else if (since > LeisurelyMilliseconds) member.Haste = Math.Max(member.Haste / 2, 1);
        member.Plan.Tell(member, piece, state.Now);
        MessageWriter.WritePieceIndex(member.Peer.Outbox.Append(MessageWriter.PieceIndexLength), PeerMessageId.Have, (uint)piece.Value);
        turns.QueueSend(member.Peer);
        return true;
    }
}
