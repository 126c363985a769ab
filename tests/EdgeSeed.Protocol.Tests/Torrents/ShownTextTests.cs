namespace EdgeSeed.Protocol.Tests.Torrents;

public sealed class ShownTextTests
{
    [Theory]
    [InlineData("Persian with a non-joiner", "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645")]
    [InlineData("Hindi with a joiner", "\u0915\u094d\u200d\u0937")]
    [InlineData("a family", "\U0001F468\u200d\U0001F469\u200d\U0001F467")]
    [InlineData("a heart on fire", "\u2764\ufe0f\u200d\U0001F525")]
    [InlineData("a skin tone and a sign", "\U0001F926\U0001F3FD\u200d\u2642\ufe0f")]
    [InlineData("the flag of Wales", "\U0001F3F4\U000E0067\U000E0062\U000E0077\U000E006C\U000E0073\U000E007F")]
    [InlineData("Hebrew with marks of direction", "\u05d0\u200f (1)\u200e.mkv")]
    [InlineData("Arabic with its mark", "\u0627\u061c-1")]
    [InlineData("a number sign of Arabic", "\u0600\u0661")]
    public void What_a_language_is_spelt_with_is_shown(string what, string text) => Assert.True(new ByteText(text).ToString() == text, what);

    [Theory]
    [InlineData("an override", "\u202egpj.exe", @"\u{202e}gpj.exe")]
    [InlineData("an embedding in Hebrew", "\u05d0\u202bx\u202c", "\u05d0\\u{202b}x\\u{202c}")]
    [InlineData("an isolate", "\u2066x\u2069", @"\u{2066}x\u{2069}")]
    [InlineData("a joiner in Latin", "a\u200db\u200c", @"a\u{200d}b\u{200c}")]
    [InlineData("two joiners", "\u0645\u200c\u200c\u0645", "\u0645\u200c\\u{200c}\u0645")]
    [InlineData("a mark of direction in Latin", "a\u200fb", @"a\u{200f}b")]
    [InlineData("a tag without a flag", "a\U000E0067", @"a\u{e0067}")]
    [InlineData("a soft hyphen", "a\u00adb", @"a\u{ad}b")]
    public void What_hides_or_reorders_is_not(string what, string text, string shown) => Assert.True(new ByteText(text).ToString() == shown, what);

    [Fact]
    public void Text_for_programs_is_the_name_itself()
    {
        Assert.Equal("\u202ea\u0000\u200d", new ByteText("\u202ea\u0000\u200d").Text);
        Assert.Equal("caf\uFFFD", new ByteText("caf\u00e9"u8[..4].ToArray()).Text);
    }
}
