using EdgeSeed.Engine.Choking;
using EdgeSeed.Protocol;

namespace EdgeSeed.Engine.Tests.Choking;

public class SlotRankingTests
{
    private const long Now = 100_000;

    [Fact]
    public void Free_slots_go_to_those_that_wait_longest()
    {
        SlotClaim[] claims = [Waiting(0, since: 30), Waiting(1), Waiting(2, since: 10), Waiting(3, since: 20)];
        Assert.Equal([1, 2], Served(claims, slots: 2, isDue: false));
    }

    [Fact]
    public void Newcomer_comes_first_until_another_has_waited_four_times_as_long()
    {
        SlotClaim newcomer = Waiting(0) with { Arrived = Now - 10_000 };
        Assert.Equal([0], Served([newcomer, Waiting(1, since: Now - 39_000)], slots: 1, isDue: false));
        Assert.Equal([1], Served([newcomer, Waiting(1, since: Now - 41_000)], slots: 1, isDue: false));
    }

    [Fact]
    public void Slots_change_hands_only_when_it_is_time()
    {
        SlotClaim[] claims = [Holding(0, since: 10), Holding(1, since: 20), Waiting(2), Waiting(3)];
        Assert.Equal([0, 1], Served([.. claims], slots: 2, isDue: false));
        Assert.Equal([2, 3], Served([.. claims], slots: 2, isDue: true));
    }

    [Fact]
    public void One_who_waits_takes_the_slot_that_was_held_longest()
    {
        SlotClaim[] claims = [Holding(0, since: 20), Holding(1, since: 10), Waiting(2)];
        Assert.Equal([0, 2], Served(claims, slots: 2, isDue: true));
    }

    [Fact]
    public void Who_takes_nothing_gives_its_slot_to_who_waits_at_once_and_keeps_it_where_all_take_nothing()
    {
        SlotClaim[] claims = [Holding(0, since: 20, merit: SlotRanking.Idle), Holding(1, since: 10), Waiting(2), Waiting(3, merit: SlotRanking.Idle)];
        Assert.Equal([1, 2], Served([.. claims], slots: 2, isDue: false));
        claims[2].Merit = SlotRanking.Idle;
        Assert.Equal([0, 1], Served([.. claims], slots: 2, isDue: false));
    }

    [Fact]
    public void Slots_too_many_are_taken_from_those_that_give_least()
    {
        SlotClaim[] claims = [Holding(0, merit: 5), Holding(1, merit: 1), Holding(2, merit: 9)];
        Assert.Equal([0, 2], Served(claims, slots: 2, isDue: false));
    }

    [Fact]
    public void Who_gives_most_keeps_its_slot_but_for_one_that_goes_round()
    {
        SlotClaim[] claims = [Holding(0, merit: 9), Holding(1, merit: 8), Holding(2, merit: 7), Waiting(3, since: 5), Waiting(4, since: 6)];
        Assert.Equal([0, 1, 3], Served(claims, slots: 3, isDue: true));
    }

    [Fact]
    public void Who_has_just_lost_a_slot_comes_behind_the_others()
    {
        SlotClaim[] claims = [Holding(0, since: 10), Waiting(1, since: 50)];
        new SlotRanking().Decide(claims, slots: 1, isDue: true, Now);
        Assert.Equal(Now, Assert.Single(claims, claim => claim.Place == 0).Since);
    }

    [Fact]
    public void Address_that_holds_two_slots_more_than_one_that_waits_gives_it_one()
    {
        SlotClaim[] claims = [Holding(0, since: 1), Holding(1, since: 2), Waiting(2), Waiting(3)];
        for (int i = 0; i < 4; i++) claims[i].Block = Address(i < 2 ? 1 : i);
        Assert.Equal([1, 2], Served(claims, slots: 2, isDue: false));
    }

    [Fact]
    public void Slot_of_an_address_goes_to_its_other_torrent_once_that_has_waited_for_so_much_longer()
    {
        // While others wait, an address has one slot; that for the needy torrent is never anybody else's before its time.
        SlotClaim needy = Holding(0, since: Now - 21), other = Waiting(1, since: Now - 700) with { Weight = 1 / 60.0 }, stranger = Waiting(2, since: Now - 900) with { Weight = 1 / 60.0 };
        needy.Block = other.Block = Address(1);
        stranger.Block = Address(2);
        Assert.Equal([0], Served([needy, other, stranger], slots: 1, isDue: true, tenure: 20));
        other.Since = Now - 1_201;
        Assert.Equal([1], Served([needy, other, stranger], slots: 1, isDue: true, tenure: 20));
        Assert.Equal([0], Served([needy, other, stranger], slots: 1, isDue: false, tenure: 20));
    }

    [Fact]
    public void Free_slot_goes_to_the_address_that_holds_fewest()
    {
        SlotClaim[] claims = [Holding(0), Waiting(1), Waiting(2, since: 50)];
        for (int i = 0; i < 3; i++) claims[i].Block = Address(i < 2 ? 1 : 2);
        Assert.Equal([0, 2], Served(claims, slots: 2, isDue: false));
    }

    [Fact]
    public void Free_slot_goes_to_who_needs_it_more()
    {
        SlotClaim[] claims = [Waiting(0, since: 40), Waiting(1, since: 10)];
        claims[1].Weight = 0.1;
        Assert.Equal([0], Served(claims, slots: 1, isDue: false));
    }

    [Fact]
    public void Who_counts_less_waits_so_much_longer_for_a_slot_that_is_taken()
    {
        SlotClaim[] claims = [Holding(0, since: 50), Waiting(1, since: Now - 80)];
        claims[1].Weight = 0.25;
        Assert.Equal([0], Served(claims, slots: 1, isDue: true, tenure: 21));
        Assert.Equal([1], Served(claims, slots: 1, isDue: true, tenure: 20));
    }

    [Fact]
    public void Slot_is_taken_first_from_who_counts_less()
    {
        SlotClaim[] claims = [Holding(0, since: 10), Holding(1, since: 40), Waiting(2, since: 30)];
        claims[1].Weight = 0.25;
        Assert.Equal([0, 2], Served(claims, slots: 2, isDue: true, tenure: 20)[..2]);
    }

    [Fact]
    public void Paused_upload_serves_nobody() => Assert.Empty(Served([Holding(0), Holding(1), Waiting(2)], slots: 0, isDue: true));

    [Fact]
    public void Nobody_is_served_beyond_the_slots_and_no_slot_is_left_while_somebody_waits()
    {
        var random = new Random(7);
        var ranking = new SlotRanking();
        for (int round = 0; round < 2_000; round++)
        {
            int slots = random.Next(12);
            var claims = new SlotClaim[random.Next(30)];
            for (int i = 0; i < claims.Length; i++)
                claims[i] = new SlotClaim { Place = i, Merit = random.Next(4), Since = random.Next(50), HasSlot = random.Next(3) == 0, Block = Address(random.Next(5)), Weight = Math.Pow(2, -random.Next(6)) };
            int before = claims.Count(claim => claim.HasSlot);
            ranking.Decide(claims, slots, isDue: random.Next(2) == 0, Now);
            int served = claims.Count(claim => claim.HasSlot);
            Assert.True(served == Math.Min(slots, claims.Length), $"round {round}: {served} of {claims.Length} have {slots} slots, {before} had before");
            Assert.Equal(claims.Length, claims.Select(claim => claim.Place).Distinct().Count());
        }
    }

    private static AddressBlock Address(int number) => AddressBlock.Of(PeerEndPoint.FromIPv4(0x0A000000 + (uint)number, 1));

    private static SlotClaim Waiting(int place, int merit = 0, long since = 0) => new() { Place = place, Merit = merit, Since = since, Weight = 1 };

    private static SlotClaim Holding(int place, int merit = 0, long since = 0) => new() { Place = place, Merit = merit, Since = since, HasSlot = true, Weight = 1 };

    private static int[] Served(SlotClaim[] claims, int slots, bool isDue, long tenure = 0)
    {
        new SlotRanking().Decide(claims, slots, isDue, Now, tenure);
        return [.. claims.Where(claim => claim.HasSlot).Select(claim => claim.Place).Order()];
    }
}
