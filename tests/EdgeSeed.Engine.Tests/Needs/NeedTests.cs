using EdgeSeed.Engine.Needs;

namespace EdgeSeed.Engine.Tests.Needs;

public class NeedTests
{
    private const int Precision = 6;

    [Theory]
    [InlineData(0, 0, 0, false, 1.0)]
    [InlineData(1, 0, 0, false, 1 / 16.0)]
    [InlineData(0, 1, 0, false, 1 / 16.0)]
    [InlineData(2, 1, 0, false, 1 / 81.0)]
    [InlineData(0, 2, 0, true, 1 / 16.0)]
    [InlineData(2, 2, 0, true, 1 / 81.0)]
    [InlineData(0, 0, 2, false, 256 / 625.0)]
    [InlineData(0, 0, 200, false, 16 / 81.0)]
    public void Need_falls_with_what_others_have(int connected, int said, int shared, bool isStalled, double expected) =>
        Assert.Equal(expected, Need.Of(new SwarmView(connected, said, shared, isStalled)), Precision);

    [Fact]
    public void Owners_weight_is_a_factor() => Assert.Equal(0.25, Need.Of(new SwarmView(1, 0, 0, false), ownerWeight: 4), Precision);

    [Fact]
    public void Those_at_the_floor_get_its_part_together_and_those_lifted_no_more()
    {
        var random = new Random(3);
        for (int round = 0; round < 2_000; round++)
        {
            var torrents = new (double Need, int Downloaders)[random.Next(1, 30)];
            for (int i = 0; i < torrents.Length; i++) torrents[i] = (Math.Pow(1 + random.Next(60), -4), random.Next(1, 50));
            double floor = Need.Floor(torrents);
            double all = torrents.Sum(t => Math.Max(t.Need, floor) * t.Downloaders);
            double below = torrents.Where(t => t.Need < floor).Sum(t => floor * t.Downloaders) / all, atMost = torrents.Where(t => t.Need <= floor).Sum(t => floor * t.Downloaders) / all;
            Assert.True(below < Need.FloorPart + 1e-9 && atMost > Need.FloorPart - 1e-9, $"round {round}: {below} below the floor, {atMost} at it");
        }
    }

    [Fact]
    public void Torrent_that_needs_nothing_has_the_floor_alone_and_all_where_there_is_no_other()
    {
        Assert.Equal(0.05 / 0.95 / 2, Need.Floor([(1, 1), (0, 2)]), Precision);
        Assert.Equal(0, Need.Floor([(0, 2)]), Precision);
    }
}
