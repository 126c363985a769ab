using EdgeSeed.Commands;

namespace EdgeSeed.Tests.Commands;

public sealed class PieceSizeTextTests
{
    [Theory]
    [InlineData("20", 1 << 20)]
    [InlineData("14", 1 << 14)]
    [InlineData("28", 1 << 28)]
    [InlineData("16k", 1 << 14)]
    [InlineData("512K", 1 << 19)]
    [InlineData("1m", 1 << 20)]
    [InlineData("1MB", 1 << 20)]
    [InlineData("1 MiB", 1 << 20)]
    [InlineData("0.5MiB", 1 << 19)]
    [InlineData("262144", 1 << 18)]
    public void Size_is_taken_as_the_tools_before_took_it(string text, int expected)
    {
        Assert.Null(PieceSizeText.Read(text, out int length));
        Assert.Equal(expected, length);
    }

    [Theory]
    [InlineData("512", "did you mean 512k?")]
    [InlineData("1024", "did you mean 1024k?")]
    [InlineData("1000k", "power of two")]
    [InlineData("8k", "16KiB to 256MiB")]
    [InlineData("512MiB", "16KiB to 256MiB")]
    [InlineData("13", "16KiB to 256MiB")]
    [InlineData("-1", "512k or 1MiB")]
    [InlineData("big", "512k or 1MiB")]
    [InlineData("", "512k or 1MiB")]
    public void What_is_no_size_is_explained(string text, string expected)
    {
        Assert.Contains(expected, PieceSizeText.Read(text, out int length), StringComparison.Ordinal);
        Assert.Equal(0, length);
    }
}
