using System.Text;
using EdgeSeed.Protocol.Torrents;

namespace EdgeSeed.Protocol.Tests.Torrents;

public sealed class SafePathTests
{
    private static SafePath Path(string text) => SafePath.TryParse(text, out SafePath path) ? path : throw new ArgumentException(text);

    [Theory]
    [InlineData("", PathFault.NoSegments)]
    [InlineData("/", PathFault.EmptySegment)]
    [InlineData("/a", PathFault.EmptySegment)]
    [InlineData("a/", PathFault.EmptySegment)]
    [InlineData("a//b", PathFault.EmptySegment)]
    [InlineData(".", PathFault.DotSegment)]
    [InlineData("a/..", PathFault.DotSegment)]
    [InlineData("a/./b", PathFault.DotSegment)]
    [InlineData("a\0", PathFault.NulByte)]
    [InlineData("...", PathFault.None)]
    [InlineData("..a/.b", PathFault.None)]
    [InlineData("a\\..\\b", PathFault.None)]
    [InlineData("C:", PathFault.None)]
    public void Path_is_checked(string text, PathFault fault) => Assert.Equal(fault, SafePath.Check(Encoding.Latin1.GetBytes(text), out _));

    [Fact]
    public void Separator_within_a_segment_is_refused() => Assert.Equal(PathFault.Separator, SafePath.CheckSegment("a/b"u8));

    [Fact]
    public void Lengths_are_bounded()
    {
        Assert.Equal(PathFault.None, SafePath.Check(new byte[255].Select(_ => (byte)'a').ToArray(), out _));
        Assert.Equal(PathFault.SegmentTooLong, SafePath.Check(new byte[256].Select(_ => (byte)'a').ToArray(), out _));
        string longest = string.Join('/', Enumerable.Repeat("a", 2048));
        Assert.Equal(PathFault.None, SafePath.Check(Encoding.ASCII.GetBytes(longest), out _));
        Assert.Equal(PathFault.PathTooLong, SafePath.Check(Encoding.ASCII.GetBytes(longest + "/"), out _));
    }

    [Fact]
    public void Folder_and_name_are_told_apart()
    {
        Assert.Equal(("a/b", "c"), (Encoding.ASCII.GetString(Path("a/b/c").Folder), Encoding.ASCII.GetString(Path("a/b/c").FileName)));
        Assert.Equal(("", "c"), (Encoding.ASCII.GetString(Path("c").Folder), Encoding.ASCII.GetString(Path("c").FileName)));
        var segments = new List<string>();
        foreach (Range range in Path("a/bc/d").Segments()) segments.Add(Encoding.ASCII.GetString(Path("a/bc/d").Span[range]));
        Assert.Equal(["a", "bc", "d"], segments);
    }

    [Fact]
    public void Order_keeps_a_folder_together()
    {
        string[] sorted = ["a", "a/b", "a/b/c", "a/bb", "a-b", "aa", "b"];
        for (int i = 0; i < sorted.Length; i++)
        {
            for (int j = 0; j < sorted.Length; j++) Assert.Equal(Math.Sign(i - j), Math.Sign(SafePath.Compare(Path(sorted[i]), Path(sorted[j]))));
        }
        Assert.True(Path("a").IsFolderOf(Path("a/b")));
        Assert.False(Path("a").IsFolderOf(Path("a-b")));
        Assert.False(Path("a").IsFolderOf(Path("a")));
    }

    [Fact]
    public void Path_beneath_a_folder_is_joined_within_the_limit()
    {
        Assert.True(Path("b/c").TryBeneath(Path("a"), out SafePath joined));
        Assert.Equal(Path("a/b/c"), joined);
        Assert.False(Path(string.Join('/', Enumerable.Repeat("a", 2048))).TryBeneath(Path("a"), out _));
    }
}
