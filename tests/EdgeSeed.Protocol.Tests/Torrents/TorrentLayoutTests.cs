using System.Runtime.CompilerServices;
using EdgeSeed.Protocol.Torrents;
using FsCheck;
using FsCheck.Fluent;

namespace EdgeSeed.Protocol.Tests.Torrents;

public sealed class TorrentLayoutTests
{
    private static readonly TorrentLayout Layout = new(totalLength: 3 * 262144 + 100, pieceLength: 262144);

    [Fact]
    public void Last_piece_holds_what_is_left()
    {
        Assert.Equal(4, Layout.PieceCount);
        Assert.Equal([262144, 262144, 262144, 100], Enumerable.Range(0, 4).Select(i => Layout.PieceSize(new PieceIndex(i))));
        Assert.Equal(262144, new TorrentLayout(262144, 262144).PieceSize(new PieceIndex(0)));
    }

    [Theory]
    [InlineData(0, 0, 16384, true)]
    [InlineData(0, 1, 3, true)]
    [InlineData(0, 0, 131072, true)]
    [InlineData(0, 0, 131073, false)]
    [InlineData(0, 0, 0, false)]
    [InlineData(0, 262143, 1, true)]
    [InlineData(0, 262143, 2, false)]
    [InlineData(0, 262144, 1, false)]
    [InlineData(3, 0, 100, true)]
    [InlineData(3, 0, 101, false)]
    [InlineData(4, 0, 1, false)]
    [InlineData(uint.MaxValue, 0, 1, false)]
    [InlineData(0, uint.MaxValue, 1, false)]
    [InlineData(0, uint.MaxValue, uint.MaxValue, false)]
    [InlineData(0x8000_0000, 0, 1, false)]
    public void Block_is_granted_only_inside_a_piece(uint piece, uint begin, uint length, bool granted)
    {
        Assert.Equal(granted, Layout.TryBlock(piece, begin, length, out BlockRequest block));
        Assert.Equal(granted ? ((int)piece, (int)begin, (int)length) : default, (block.Piece.Value, block.Begin, block.Length));
    }

    [Fact]
    public void Default_layout_grants_nothing() => Assert.False(default(TorrentLayout).TryBlock(0, 0, 1, out _));

    [Fact]
    public void Offsets_reach_beyond_4_gigabytes()
    {
        var layout = new TorrentLayout(1L << 40, 1 << 20);
        Assert.True(layout.TryBlock((1 << 20) - 1, (1 << 20) - 16384, 16384, out BlockRequest block));
        Assert.Equal((1L << 40) - 16384, layout.Offset(block));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(-1, 1)]
    [InlineData(1, 0)]
    [InlineData(1L << 40, 1)]
    public void Layout_of_no_sense_is_a_bug(long totalLength, int pieceLength) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new TorrentLayout(totalLength, pieceLength));

    [Fact]
    public void Blocks_cover_every_byte_once()
    {
        Gen<TorrentLayout> layouts =
            from total in Gen.Choose(1, 400_000)
            from piece in Gen.Choose(100, 100_000)
            select new TorrentLayout(total, piece);
        Prop.ForAll(layouts.ToArbitrary(), layout =>
        {
            long next = 0;
            for (int i = 0; i < layout.PieceCount; i++)
            {
                var piece = new PieceIndex(i);
                for (int number = 0; number < layout.BlockCount(piece); number++)
                {
                    BlockRequest block = layout.Block(piece, number);
                    Assert.Equal(next, layout.Offset(block));
                    Assert.True(layout.TryBlock((uint)i, (uint)block.Begin, (uint)block.Length, out BlockRequest same));
                    Assert.Equal(block, same);
                    next += block.Length;
                }
            }
            Assert.Equal(layout.TotalLength, next);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Layout_takes_16_bytes_and_a_request_12()
    {
        Assert.Equal(16, Unsafe.SizeOf<TorrentLayout>());
        Assert.Equal(12, Unsafe.SizeOf<BlockRequest>());
    }
}
