using EdgeSeed.Config;
using EdgeSeed.Web;

namespace EdgeSeed.Tests.Web;

public sealed class ReaderLanguageTests
{
    [Theory]
    [InlineData("", false)]
    [InlineData("id", true)]
    [InlineData("id-ID,id;q=0.9,en-US;q=0.8,en;q=0.7", true)]
    [InlineData("en-US,en;q=0.9,id;q=0.8", false)]
    [InlineData("de, id;q=0.5", true)]
    [InlineData("in", true)] // its code before 1989
    [InlineData("ido", false)]
    [InlineData("id;q=0", false)]
    [InlineData("id;q=x, en;q=,;;,=", false)]
    public void IsIndonesian_by_what_the_browser_asks(string header, bool indonesian) =>
        Assert.Equal(indonesian, ReaderLanguage.IsIndonesian(PageLanguage.Auto, header));

    [Theory]
    [InlineData((int)PageLanguage.English, "id", false)]
    [InlineData((int)PageLanguage.Indonesian, "en", true)]
    public void IsIndonesian_as_configured_whatever_the_browser_asks(int configured, string header, bool indonesian) =>
        Assert.Equal(indonesian, ReaderLanguage.IsIndonesian((PageLanguage)configured, header));

    [Fact]
    public void IsIndonesian_of_an_endless_header_is_not_read() =>
        Assert.False(ReaderLanguage.IsIndonesian(PageLanguage.Auto, string.Join(',', Enumerable.Repeat("id", 1_000))));
}
