using EdgeSeed.Protocol.Torrents;
using FsCheck;
using FsCheck.Fluent;

namespace EdgeSeed.Protocol.Tests.Torrents;

public sealed class BitfieldTests
{
    [Fact]
    public void Piece_0_is_the_highest_bit_of_the_first_byte()
    {
        var bitfield = new Bitfield(10);
        Assert.True(bitfield.Set(new PieceIndex(0)));
        Assert.False(bitfield.Set(new PieceIndex(0)));
        bitfield.Set(new PieceIndex(9));
        Assert.Equal([0x80, 0x40], bitfield.Span.ToArray());
        Assert.True(bitfield.Clear(new PieceIndex(0)));
        Assert.False(bitfield.Clear(new PieceIndex(0)));
        Assert.Equal(1, bitfield.Count());
    }

    [Theory]
    [InlineData("ffc0", 10, true)]
    [InlineData("ffe0", 10, false)]
    [InlineData("ff", 10, false)]
    [InlineData("ffc000", 10, false)]
    [InlineData("ff", 8, true)]
    [InlineData("", 0, true)]
    [InlineData("00", 0, false)]
    [InlineData("", -1, false)]
    public void Wrong_length_or_a_spare_bit_is_refused(string hex, int length, bool valid)
    {
        Assert.Equal(valid, Bitfield.IsValid(Convert.FromHexString(hex), length));
        if (!valid && length >= 0) Assert.Throws<ArgumentException>(() => new Bitfield(Convert.FromHexString(hex), length));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(1_000_001)]
    public void All_set_leaves_spare_bits_clear(int length)
    {
        var bitfield = new Bitfield(length);
        Assert.True(bitfield.IsEmpty);
        bitfield.SetAll();
        Assert.True(bitfield.IsComplete);
        Assert.Equal(length, bitfield.Count());
        Assert.True(Bitfield.IsValid(bitfield.Span, length));
        Assert.False(bitfield.TryNextClear(0, out _));
        bitfield.Clear(new PieceIndex(length - 1));
        Assert.False(bitfield.IsComplete);
        bitfield.ClearAll();
        Assert.True(bitfield.IsEmpty);
    }

    [Fact]
    public void Bitfield_of_no_pieces_is_never_complete() => Assert.False(new Bitfield(0).IsComplete);

    [Theory]
    [InlineData(-1)]
    [InlineData(10)]
    public void Piece_that_does_not_exist_is_a_bug(int piece)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new Bitfield(10)[new PieceIndex(piece)]);
        Assert.Throws<ArgumentOutOfRangeException>(() => new Bitfield(10).Set(new PieceIndex(piece)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Bitfield(10).Clear(new PieceIndex(piece)));
    }

    [Fact]
    public void Any_set_of_pieces_is_read_back()
    {
        Prop.ForAll(Gen.ArrayOf(ArbMap.Default.GeneratorFor<bool>()).ToArbitrary(), flags =>
        {
            var bitfield = new Bitfield(flags.Length);
            for (int i = 0; i < flags.Length; i++)
            {
                if (flags[i]) bitfield.Set(new PieceIndex(i));
            }
            Assert.True(Bitfield.IsValid(bitfield.Span, flags.Length));
            var wire = new Bitfield(bitfield.Span.ToArray(), flags.Length);
            Assert.Equal(flags, Enumerable.Range(0, flags.Length).Select(i => wire[new PieceIndex(i)]));
            var walked = new List<int>();
            for (int from = 0; wire.TryNextSet(from, out PieceIndex piece); from = piece.Value + 1) walked.Add(piece.Value);
            Assert.Equal(Enumerable.Range(0, flags.Length).Where(i => flags[i]), walked);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Spare_bits_that_a_peer_sets_say_nothing()
    {
        var field = new Bitfield(10);
        Assert.True(field.TryFill(0, [0b1010_0000]));
        Assert.True(field.TryFill(1, [0xff]));
        Assert.Equal([0b1010_0000, 0b1100_0000], field.Span.ToArray());
        Assert.Equal(4, field.Count());
        Assert.False(field.TryFill(2, [0]));
    }
}
