using EdgeSeed.Engine.Connections;
using EdgeSeed.Protocol;

namespace EdgeSeed.Engine.Tests.Connections;

public sealed class NewcomerTurnsTests
{
    private const double PerSecond = 6;

    [Fact]
    public void Nobody_rests_while_all_that_come_are_greeted()
    {
        var turns = new NewcomerTurns();
        turns.Came(Block(1), PerSecond, now: 0);
        Assert.Empty(turns.Resting);
        turns.RunShort(now: 0);
        turns.Came(Block(1), PerSecond, now: 60_000);
        Assert.Empty(turns.Resting);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(100)]
    public void Those_that_were_here_get_half_of_what_is_accepted_however_many_they_are(int addresses)
    {
        var turns = new NewcomerTurns();
        const int Seconds = 600;
        int came = 0;
        for (long now = 0; now < Seconds * 1000; now += 50)
        {
            turns.RunShort(now);
            turns.Tick(now);
            for (uint i = 0; i < addresses; i++)
            {
                if (turns.Resting.Contains(Block(i))) continue;
                turns.Came(Block(i), PerSecond, now);
                came++;
            }
        }
        // Who comes for the first time is not yet one of them.
        Assert.InRange((came - addresses) / (double)Seconds, PerSecond * 0.3, PerSecond * 0.5);
    }

    [Fact]
    public void Who_came_much_at_once_rests_for_all_of_it()
    {
        var turns = new NewcomerTurns();
        turns.RunShort(now: 0);
        for (int i = 0; i < 30; i++) turns.Came(Block(1), PerSecond, now: 0);
        turns.Tick(9_000);
        Assert.Contains(Block(1), turns.Resting);
        turns.Tick(21_000);
        Assert.Empty(turns.Resting);
    }

    [Fact]
    public void More_than_may_rest_let_the_first_come_again()
    {
        var turns = new NewcomerTurns();
        turns.RunShort(now: 0);
        for (uint i = 0; i < 3 * NewcomerTurns.MaxResting; i++) turns.Came(Block(i), PerSecond, now: 0);
        Assert.Equal(NewcomerTurns.MaxResting, turns.Resting.Count);
        Assert.DoesNotContain(Block(0), turns.Resting);
        Assert.Contains(Block(3 * NewcomerTurns.MaxResting - 1), turns.Resting);
    }

    private static AddressBlock Block(uint number) => AddressBlock.Of(PeerEndPoint.FromIPv4(0x0A000000 + number, 6881));
}
