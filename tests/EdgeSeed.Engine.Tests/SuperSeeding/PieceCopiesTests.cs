using EdgeSeed.Engine.SuperSeeding;
using EdgeSeed.Protocol.Torrents;
using FsCheck;
using FsCheck.Fluent;

namespace EdgeSeed.Engine.Tests.SuperSeeding;

public class PieceCopiesTests
{
    private const int Pieces = 5;

    [Fact]
    public void FreshCount_is_what_nobody_has_and_nobody_is_sent() => Prop.ForAll(
        Gen.Choose(0, 4 * Pieces - 1).ListOf().ToArbitrary(),
        steps =>
        {
            var copies = new PieceCopies(Pieces);
            var counts = new int[Pieces];
            var reserved = new bool[Pieces];
            foreach (int step in steps)
            {
                int at = step % Pieces;
                var piece = new PieceIndex(at);
                switch (step / Pieces)
                {
                    case 0: Assert.Equal(++counts[at], copies.Add(piece)); break;
                    case 1: copies.Remove(piece); counts[at] = Math.Max(0, counts[at] - 1); break;
                    case 2: copies.Reserve(piece); reserved[at] = true; break;
                    default: copies.Release(piece); reserved[at] = false; break;
                }
            }
            int fresh = Enumerable.Range(0, Pieces).Count(i => counts[i] == 0 && !reserved[i]);
            bool isFound = copies.TryNextFresh(new Bitfield(Pieces), out PieceIndex next);
            return copies.FreshCount == fresh && isFound == fresh > 0 && (!isFound || (counts[next.Value] == 0 && !reserved[next.Value]));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Count_that_is_full_stays_full()
    {
        var copies = new PieceCopies(1);
        var piece = new PieceIndex(0);
        for (int i = 0; i < 1000; i++) copies.Add(piece);
        for (int i = 0; i < 1000; i++) copies.Remove(piece);
        Assert.Equal(PieceCopies.Many, copies[0]);
        Assert.Equal(0, copies.FreshCount);
    }

    [Fact]
    public void TryNextFresh_passes_over_what_a_peer_was_told_of()
    {
        var copies = new PieceCopies(3);
        var told = new Bitfield(3);
        told.Set(new PieceIndex(0));
        told.Set(new PieceIndex(1));
        Assert.True(copies.TryNextFresh(told, out PieceIndex piece));
        Assert.Equal(2, piece.Value);
    }

    [Fact]
    public void TryNextFresh_begins_where_it_is_told_to_and_goes_round()
    {
        var copies = new PieceCopies(3, first: 2);
        var found = new List<int>();
        for (int i = 0; i < 3; i++)
        {
            Assert.True(copies.TryNextFresh(new Bitfield(3), out PieceIndex piece));
            copies.Reserve(piece);
            found.Add(piece.Value);
        }
        Assert.Equal([2, 0, 1], found);
        Assert.Equal(2, copies.Next);
    }
}
