using System.Text;
using EdgeSeed.Web;

namespace EdgeSeed.Fuzz;

/// <summary>What a stranger writes into a download's address and header fields.</summary>
public sealed class DownloadFuzz
{
    [Fact]
    public void Range_never_throws_and_what_it_accepts_lies_in_the_file()
    {
        var mutator = new Mutator(41);
        int parts = 0;
        for (int i = Mutator.Iterations(50_000); i > 0; i--)
        {
            string field = Encoding.Latin1.GetString(mutator.Mutate("bytes=12-345"u8.ToArray()));
            long length = i % 3 == 0 ? 0 : i % 1000;
            FileRange range = FileRange.Parse(field, length);
            Assert.InRange(range.First, 0, length);
            Assert.InRange(range.Length, 0, length - range.First);
            if (range.Kind == RangeKind.Part) parts++;
        }
        Assert.True(parts > 0, "these inputs prove nothing.");
    }

    [Fact]
    public void Path_and_tags_never_throw()
    {
        var mutator = new Mutator(43);
        int decoded = 0, named = 0;
        for (int i = Mutator.Iterations(50_000); i > 0; i--)
        {
            string text = Encoding.Latin1.GetString(mutator.Mutate("bab%201/%C3%A4+x%20.ogg"u8.ToArray()));
            if (FilePath.Decode(text) is { } path)
            {
                decoded++;
                Assert.InRange(path.Length, 0, FilePath.MaxBytes);
                Assert.NotEmpty(FileTypes.Of(path));
            }
            if (EntityTags.Names(Encoding.Latin1.GetString(mutator.Mutate("W/\"x\", \"a-1\""u8.ToArray())), "\"a-1\"", isStrong: i % 2 == 0)) named++;
        }
        Assert.True(decoded > 0 && named > 0, "these inputs prove nothing.");
    }
}
