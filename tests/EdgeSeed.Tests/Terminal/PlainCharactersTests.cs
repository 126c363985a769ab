using EdgeSeed.Terminal;

namespace EdgeSeed.Tests.Terminal;

public sealed class PlainCharactersTests
{
    [Theory]
    [InlineData("1 GB · 2 s left …", "1 GB - 2 s left ...")]
    [InlineData("×0.5", "x0.5")]
    [InlineData("عائشة 🎬 ü", "عائشة 🎬 ü")]
    public void Of_a_text_draws_in_ASCII_and_keeps_names(string text, string expected) => Assert.Equal(expected, PlainCharacters.Of(text));

    [Fact]
    public void Of_everything_that_is_drawn_is_ASCII()
    {
        string drawn = string.Concat(Enumerable.Range(0, 9).Select(eighth => ProgressBar.Draw(eighth / 24.0, 3))) + "▁▂▃▄▅▆▇█·░▒▓…×";
        Assert.All(PlainCharacters.Of(drawn), c => Assert.True(char.IsAscii(c), $"U+{(int)c:X4}"));
    }

    [Fact]
    public void Written_text_goes_through()
    {
        using var inner = new StringWriter();
        using var plain = new PlainCharacters(inner);
        plain.Write("a·b");
        plain.Write('…');
        plain.WriteLine("×");
        Assert.Equal($"a-b...x{Environment.NewLine}", inner.ToString());
    }
}
