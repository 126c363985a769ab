using EdgeSeed.Protocol.Torrents;
using FsCheck;
using FsCheck.Fluent;

namespace EdgeSeed.Protocol.Tests.Torrents;

public sealed class FileMapTests
{
    private static FileMap Map(params long[] lengths)
    {
        var files = new List<TorrentFile>();
        long offset = 0;
        foreach (long length in lengths)
        {
            files.Add(new TorrentFile(default, length, offset));
            offset += length;
        }
        return new FileMap(files);
    }

    private static List<FileExtent> Extents(FileMap map, long offset, long length)
    {
        var extents = new List<FileExtent>();
        foreach (FileExtent extent in map.Extents(offset, length)) extents.Add(extent);
        return extents;
    }

    [Fact]
    public void Range_over_several_files_passes_over_empty_ones() => Assert.Equal(
        [new FileExtent(1, 8, 2), new FileExtent(4, 0, 5), new FileExtent(5, 0, 1)],
        Extents(Map(0, 10, 0, 0, 5, 7, 0), 8, 8));

    [Fact]
    public void Range_from_a_file_border_starts_in_the_file_that_holds_the_byte() =>
        Assert.Equal([new FileExtent(2, 0, 1)], Extents(Map(10, 0, 5), 10, 1));

    [Fact]
    public void Empty_range_gives_nothing()
    {
        Assert.Empty(Extents(Map(10), 10, 0));
        Assert.Empty(Extents(Map(10), 0, 0));
    }

    [Theory]
    [InlineData(-1, 1)]
    [InlineData(0, 11)]
    [InlineData(11, 0)]
    [InlineData(5, long.MaxValue)]
    [InlineData(5, -1)]
    public void Range_outside_the_torrent_is_a_bug(long offset, long length) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Extents(Map(10), offset, length));

    [Fact]
    public void Extents_name_the_same_bytes_as_a_byte_by_byte_walk()
    {
        Gen<(int[] Lengths, int From, int To)> cases =
            from lengths in Gen.NonEmptyListOf(Gen.Choose(0, 6))
            from a in Gen.Choose(0, lengths.Sum())
            from b in Gen.Choose(0, lengths.Sum())
            select (lengths.ToArray(), Math.Min(a, b), Math.Max(a, b));
        Prop.ForAll(cases.ToArbitrary(), c =>
        {
            (int, long)[] places = [.. c.Lengths.SelectMany((length, file) => Enumerable.Range(0, length).Select(at => (file, (long)at)))];
            (int, long)[] walked = places[c.From..c.To];
            FileMap map = Map([.. c.Lengths.Select(length => (long)length)]);
            (int, long)[] mapped = [.. Extents(map, c.From, c.To - c.From)
                .SelectMany(e => Enumerable.Range(0, (int)e.Length).Select(i => (e.FileIndex, e.FileOffset + i)))];
            Assert.Equal(walked, mapped);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Enumerating_allocates_nothing()
    {
        FileMap map = Map(10, 0, 1L << 40, 3);
        Assert.Equal(0, Allocation.Of(() =>
        {
            long sum = 0;
            foreach (FileExtent extent in map.Extents(5, 1 << 20)) sum += extent.Length;
            return sum == 1 << 20;
        }));
    }
}
