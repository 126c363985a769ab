namespace EdgeSeed.Protocol.Tests.Torrents;

public sealed class ByteTextTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("Überfluß 漢字 🎉", "Überfluß 漢字 🎉")]
    [InlineData("a\nb\u001b[2J\u0085", @"a\u{a}b\u{1b}[2J\u{85}")]
    [InlineData("\u202egpj.exe\u200b\u2028\ufeff", @"\u{202e}gpj.exe\u{200b}\u{2028}\u{feff}")]
    public void Text_is_shown_without_what_could_mislead(string text, string shown)
    {
        Assert.Equal(shown, new ByteText(text).ToString());
        Assert.True(new ByteText(text).IsUtf8);
    }

    [Theory]
    [InlineData("ff", @"\xff")]
    [InlineData("61c3", @"a\xc3")]
    [InlineData("eda080", @"\xed\xa0\x80")]
    [InlineData("c0af", @"\xc0\xaf")]
    public void Bytes_that_are_not_utf8_are_shown_as_numbers(string hex, string shown)
    {
        var text = new ByteText(Convert.FromHexString(hex));
        Assert.Equal(shown, text.ToString());
        Assert.False(text.IsUtf8);
    }

    [Fact]
    public void Equality_is_by_bytes()
    {
        Assert.Equal(new ByteText("a"), new ByteText("a"u8.ToArray()));
        Assert.Equal(new ByteText("a").GetHashCode(), new ByteText("a"u8.ToArray()).GetHashCode());
        Assert.NotEqual(new ByteText("a"), new ByteText("A"));
        Assert.True(default(ByteText).IsEmpty);
    }
}
