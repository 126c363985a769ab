using EdgeSeed.Protocol;

namespace EdgeSeed.Engine.Choking;

/// <summary>One peer's claim on an upload slot.</summary>
internal struct SlotClaim
{
    /// <summary>Its place in the peer table: decides between equals.</summary>
    public int Place;

    /// <summary>What it gives in return, in bytes a second; 0 while its torrent is only seeded, <see cref="SlotRanking.Idle"/> when it has a slot, or had one, for nothing.</summary>
    public int Merit;

    /// <summary>When it last got a slot, or lost one in this round: session milliseconds; 0 for never.</summary>
    public long Since;

    /// <summary>When it came: session milliseconds.</summary>
    public long Arrived;

    /// <summary>What its torrent needs this box, above 0 and at most 1, that of the neediest: time it has waited for a slot counts so much, and time it has had one over so much.</summary>
    public double Weight;

    /// <summary>Whose places it takes.</summary>
    public AddressBlock Block;

    /// <summary>Whether it has a slot: before the round, and after it.</summary>
    public bool HasSlot;
}

/// <summary>
/// Who gets upload slots and who loses them: a function of the claims and nothing else; what it keeps is room to work in, as much as there are claims.
/// Costs a few heaps, however many slots change hands.
/// </summary>
internal sealed class SlotRanking
{
    /// <summary>The merit of who takes nothing: it gives its slot up at once to anybody else, and has one where nobody else wants it.</summary>
    public const int Idle = -1;

    /// <summary>Who never had a slot waits a fourth as long for one as those who had.</summary>
    private const int NewcomerWeight = 4;

    private readonly Dictionary<AddressBlock, int> _slotsOf = [], _longestHeld = [];
    private readonly PriorityQueue<int, Rank> _losers = new(), _gainers = new();
    private long _now;

    /// <summary>
    /// Gives free slots to addresses that hold fewest, and among them to peers that have waited longest, newcomers sooner; takes slots from those that had
    /// theirs long enough. Who gives most keeps its slot (tit for tat), but for one slot that goes round all the same (BEP 3's optimistic unchoke): so
    /// newcomers can show what they give. Who counts little takes no slot from one who counts more before it has waited for so much longer. Then an
    /// address that holds two slots more than another which waits gives it one, whoever had them first; and when it is time, one whose address has a slot
    /// for a torrent that counts more has that for a while once it has waited for so much longer: while others wait there is no second one for it.
    /// </summary>
    /// <param name="claims">All who want a slot.</param>
    /// <param name="slots">Slots there are.</param>
    /// <param name="isDue">Whether it is time for slots to change hands; else only free ones are given, and those too many taken.</param>
    /// <param name="now">Session milliseconds.</param>
    /// <param name="tenure">How long a slot is somebody's: milliseconds.</param>
    public void Decide(Span<SlotClaim> claims, int slots, bool isDue, long now, long tenure = 0)
    {
        _now = now;
        _slotsOf.Clear();
        int taken = 0, best = 0, idle = 0, useful = 0;
        foreach (ref readonly SlotClaim claim in claims)
        {
            if (!claim.HasSlot) best = Math.Max(best, claim.Merit);
            else taken++;
            if (claim.HasSlot && claim.Merit == Idle) idle++;
            if (!claim.HasSlot && claim.Merit != Idle) useful++;
            _slotsOf[claim.Block] = _slotsOf.GetValueOrDefault(claim.Block) + (claim.HasSlot ? 1 : 0);
        }
        int waiting = claims.Length - taken;
        int excess = Math.Max(taken - slots, 0), free = Math.Max(slots - taken, 0);
        if (waiting == 0 && excess == 0) return;
        int turns = excess + Math.Max(isDue ? Math.Clamp(waiting - free, 0, slots) : 0, Math.Min(idle, Math.Max(useful - free, 0)));
        bool isOptimismSpent = false;
        if (turns > 0)
        {
            RankLosers(claims);
            RankGainers(claims, isBlind: false);
            for (int i = 0; i < free; i++) TryTakeGainer(claims, isBlind: false, out _);
        }
        for (; turns > 0 && TryTakeLoser(claims, out int loser); turns--, excess--)
        {
            if (excess <= 0 && TryTakeGainer(claims, isBlind: false, out int gainer) && !MayDisplace(claims[gainer], claims[loser], tenure)) break;
            if (excess <= 0 && claims[loser].Merit > best)
            {
                if (isOptimismSpent) break;
                isOptimismSpent = true;
            }
            best = Math.Max(best, claims[loser].Merit);
            Change(ref claims[loser], hasSlot: false, now);
            taken--;
        }
        Give(claims, Math.Min(waiting, slots - taken), isOptimismSpent, now);
        Share(claims, now);
        if (isDue) Alternate(claims, now, tenure);
    }

    private void Give(Span<SlotClaim> claims, int count, bool isOptimistic, long now)
    {
        RankGainers(claims, isBlind: isOptimistic);
        while (count > 0 && TryTakeGainer(claims, isOptimistic, out int gainer))
        {
            Change(ref claims[gainer], hasSlot: true, now);
            count--;
            if (!isOptimistic) continue;
            isOptimistic = false;
            RankGainers(claims, isBlind: false);
        }
    }

    private void Share(Span<SlotClaim> claims, long now)
    {
        RankLosers(claims);
        RankGainers(claims, isBlind: false);
        while (TryTakeGainer(claims, isBlind: false, out int gainer) && TryTakeLoser(claims, out int loser))
        {
            if (_slotsOf[claims[loser].Block] < _slotsOf[claims[gainer].Block] + 2 || claims[loser].Merit > claims[gainer].Merit) return;
            Change(ref claims[loser], hasSlot: false, now);
            Change(ref claims[gainer], hasSlot: true, now);
        }
    }

    /// <summary>Each address passes on one slot at most.</summary>
    private void Alternate(Span<SlotClaim> claims, long now, long tenure)
    {
        _longestHeld.Clear();
        for (int i = 0; i < claims.Length; i++)
        {
            ref readonly SlotClaim claim = ref claims[i];
            if (!claim.HasSlot || now - claim.Since <= tenure) continue;
            if (!_longestHeld.TryGetValue(claim.Block, out int other) || LoserRank(claim).CompareTo(LoserRank(claims[other])) < 0) _longestHeld[claim.Block] = i;
        }
        RankGainers(claims, isBlind: false);
        while (_longestHeld.Count > 0 && TryTakeGainer(claims, isBlind: false, out int gainer))
        {
            if (!_longestHeld.TryGetValue(claims[gainer].Block, out int holder) || claims[holder].Merit > claims[gainer].Merit) continue;
            if (Waited(claims[gainer]) * claims[gainer].Weight <= tenure * claims[holder].Weight) continue;
            Change(ref claims[holder], hasSlot: false, now);
            Change(ref claims[gainer], hasSlot: true, now);
            _longestHeld.Remove(claims[gainer].Block);
        }
    }

    /// <summary>Whoever has just lost a slot is not to get it back at once: it has waited for no time.</summary>
    private void Change(ref SlotClaim claim, bool hasSlot, long now)
    {
        (claim.HasSlot, claim.Since) = (hasSlot, now);
        _slotsOf[claim.Block] += hasSlot ? 1 : -1;
    }

    private void RankLosers(ReadOnlySpan<SlotClaim> claims)
    {
        _losers.Clear();
        for (int i = 0; i < claims.Length; i++)
        {
            if (claims[i].HasSlot) _losers.Enqueue(i, LoserRank(claims[i]));
        }
    }

    private void RankGainers(ReadOnlySpan<SlotClaim> claims, bool isBlind)
    {
        _gainers.Clear();
        for (int i = 0; i < claims.Length; i++)
        {
            if (!claims[i].HasSlot) _gainers.Enqueue(i, GainerRank(claims[i], isBlind));
        }
    }

    private bool TryTakeLoser(ReadOnlySpan<SlotClaim> claims, out int index)
    {
        while (_losers.TryDequeue(out index, out Rank rank))
        {
            // Its address may hold fewer by now.
            Rank current = LoserRank(claims[index]);
            if (current == rank) return true;
            _losers.Enqueue(index, current);
        }
        return false;
    }

    private bool TryTakeGainer(ReadOnlySpan<SlotClaim> claims, bool isBlind, out int index)
    {
        while (_gainers.TryDequeue(out index, out Rank rank))
        {
            // Its address may hold more by now.
            Rank current = GainerRank(claims[index], isBlind);
            if (current == rank) return true;
            _gainers.Enqueue(index, current);
        }
        return false;
    }

    private bool MayDisplace(in SlotClaim gainer, in SlotClaim loser, long tenure) =>
        gainer.Weight >= loser.Weight || loser.Merit == Idle || Waited(gainer) * gainer.Weight >= tenure * loser.Weight;

    private Rank LoserRank(in SlotClaim claim) => new(claim.Merit, -_slotsOf[claim.Block], -(_now - claim.Since) / claim.Weight, claim.Place);

    private Rank GainerRank(in SlotClaim claim, bool isBlind) => new(isBlind ? 0 : -claim.Merit, _slotsOf[claim.Block], -Waited(claim) * claim.Weight, claim.Place);

    /// <summary>How long it has waited, in milliseconds: of a first slot each counts for several. Else nobody would have a second one while newcomers keep coming.</summary>
    private long Waited(in SlotClaim claim) => claim.Since > 0 ? _now - claim.Since : NewcomerWeight * (_now - claim.Arrived);

    /// <summary>The lowest comes first.</summary>
    private readonly record struct Rank(int Merit, int Slots, double Since, int Place) : IComparable<Rank>
    {
        public int CompareTo(Rank other) => (Merit, Slots, Since, Place).CompareTo((other.Merit, other.Slots, other.Since, other.Place));
    }
}
