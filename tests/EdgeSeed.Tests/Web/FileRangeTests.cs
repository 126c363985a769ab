using EdgeSeed.Web;

namespace EdgeSeed.Tests.Web;

public class FileRangeTests
{
    [Theory]
    [InlineData("", "Whole", 0, 100)]
    [InlineData("bytes=0-9", "Part", 0, 10)]
    [InlineData("Bytes= 10-10 ", "Part", 10, 1)]
    [InlineData("bytes=90-", "Part", 90, 10)]
    [InlineData("bytes=90-1000", "Part", 90, 10)]
    [InlineData("bytes=-7", "Part", 93, 7)]
    [InlineData("bytes=-1000", "Part", 0, 100)]
    [InlineData("bytes=100-", "Unsatisfiable", 0, 0)]
    [InlineData("bytes=-0", "Unsatisfiable", 0, 0)]
    [InlineData("bytes=99999999999999999999-", "Unsatisfiable", 0, 0)]
    [InlineData("bytes=0-99999999999999999999", "Part", 0, 100)]
    [InlineData("bytes=5-4", "Whole", 0, 100)]
    [InlineData("bytes=0-1,5-6", "Whole", 0, 100)]
    [InlineData("bytes=-", "Whole", 0, 100)]
    [InlineData("bytes=+1-2", "Whole", 0, 100)]
    [InlineData("bytes=1 - 2", "Whole", 0, 100)]
    [InlineData("lines=0-9", "Whole", 0, 100)]
    public void Parse_reads_one_range_and_ignores_what_is_malformed(string field, string kind, long first, long length) =>
        Assert.Equal(new FileRange(Enum.Parse<RangeKind>(kind), first, length), FileRange.Parse(field, 100));

    [Fact]
    public void Parse_of_an_empty_file_has_no_part() => Assert.Equal(RangeKind.Unsatisfiable, FileRange.Parse("bytes=0-", 0).Kind);

    [Theory]
    [InlineData("\"a\"", true, true)]
    [InlineData("*", true, true)]
    [InlineData("\"b\", \"a\"", true, true)]
    [InlineData("W/\"a\"", true, false)]
    [InlineData("W/\"a\"", false, true)]
    [InlineData("\"b\"", false, false)]
    [InlineData("a", false, false)]
    public void Names_compares_as_asked(string list, bool isStrong, bool expected) => Assert.Equal(expected, EntityTags.Names(list, "\"a\"", isStrong));

    [Theory]
    [InlineData("a/b.txt", "612F622E747874")]
    [InlineData("%C3%a4+%20", "C3A42B20")]
    [InlineData("ä", "C3A4")]
    [InlineData("%ff%00", "FF00")]
    public void Decode_gives_bytes(string escaped, string hex) => Assert.Equal(hex, Convert.ToHexString(FilePath.Decode(escaped)!));

    [Theory]
    [InlineData("%")]
    [InlineData("a%1")]
    [InlineData("%zz")]
    public void Decode_refuses_half_escapes(string escaped) => Assert.Null(FilePath.Decode(escaped));

    [Theory]
    [InlineData("film.MKV", "video/x-matroska")]
    [InlineData("page.html", FileTypes.Bytes)]
    [InlineData("drawing.svg", FileTypes.Bytes)]
    [InlineData("noend", FileTypes.Bytes)]
    [InlineData("archive.tar.gz", "application/gzip")]
    public void Of_names_only_types_that_run_nothing(string name, string type) => Assert.Equal(type, FileTypes.Of(System.Text.Encoding.UTF8.GetBytes(name)));
}
