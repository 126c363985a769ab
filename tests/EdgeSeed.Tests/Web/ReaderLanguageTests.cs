using EdgeSeed.Languages;
using EdgeSeed.Web;

namespace EdgeSeed.Tests.Web;

public sealed class ReaderLanguageTests
{
    [Theory]
    [InlineData("", "en")]
    [InlineData("id", "id")]
    [InlineData("id-ID,id;q=0.9,en-US;q=0.8,en;q=0.7", "id")]
    [InlineData("en-US,en;q=0.9,id;q=0.8", "en")]
    [InlineData("de, id;q=0.5", "id")]
    [InlineData("de, fr-CA;q=0.5, es;q=0.6", "es")]
    [InlineData("AR-eg", "ar")]
    [InlineData("in", "id")] // its code before 1989
    [InlineData("ido", "en")]
    [InlineData("id;q=0", "en")]
    [InlineData("id;q=x, en;q=,;;,=", "en")]
    public void Language_is_what_the_browser_asks(string header, string tag) => Assert.Equal(tag, ReaderLanguage.Of(Language.Auto, header).Tag);

    [Theory]
    [InlineData("en", "id")]
    [InlineData("id", "en")]
    [InlineData("hi", "")]
    public void Language_is_as_configured_whatever_the_browser_asks(string configured, string header) =>
        Assert.Equal(configured, ReaderLanguage.Of(configured, header).Tag);

    [Fact]
    public void Language_of_an_endless_header_is_not_read() =>
        Assert.Equal("en", ReaderLanguage.Of(Language.Auto, string.Join(',', Enumerable.Repeat("id", 1_000))).Tag);
}
