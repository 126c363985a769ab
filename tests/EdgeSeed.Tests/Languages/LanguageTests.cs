using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using EdgeSeed.Config.Binding;
using EdgeSeed.Languages;
using EdgeSeed.Web;

namespace EdgeSeed.Tests.Languages;

public sealed partial class LanguageTests
{
    /// <summary>The same in many languages: names of things rather than words.</summary>
    private const int LongestName = 12;

    public static TheoryData<string> Tags => [.. Language.All.Select(language => language.Tag)];

    [Theory]
    [MemberData(nameof(Tags))]
    public void Texts_are_translated_fill_in_what_English_fills_in_and_hold_no_markup(string tag)
    {
        Language language = Language.All.Single(each => each.Tag == tag);
        PropertyInfo[] texts = [.. typeof(Language).GetProperties().Where(property => property.PropertyType == typeof(ReadOnlySpan<byte>))];
        Assert.True(texts.Length > 100, $"{texts.Length} texts");
        foreach (PropertyInfo property in texts)
        {
            string text = Read(property, language), inEnglish = Read(property, Language.English);
            Assert.False(string.IsNullOrWhiteSpace(text), property.Name);
            Assert.Equal(Places(inEnglish), Places(text));
            Assert.True(text.IndexOfAny(['<', '>', '&', '"', '\'']) < 0, $"{property.Name}: {text}");
            if (language != Language.English && inEnglish.Length > LongestName && inEnglish.Any(char.IsLetter) && !inEnglish.StartsWith('{')) Assert.NotEqual(inEnglish, text);
        }
    }

    [Fact]
    public void Tags_are_distinct_and_every_one_can_be_configured()
    {
        Assert.Equal(Language.All.Count, Language.All.Select(language => language.Tag).Distinct().Count());
        foreach (Language language in Language.All)
        {
            ConfigResult result = ConfigLoader.Parse($"web.language = \"{language.Tag}\"", "seed.toml", []);
            Assert.Empty(result.Problems);
            Assert.Equal(language.Tag, result.Config!.Web.Language);
        }
    }

    [Theory]
    [InlineData("en", "1,234,567", "1.5 MB", "12 bytes", "1 h 5 min")]
    [InlineData("id", "1.234.567", "1,5 MB", "12 byte", "1 jam 5 menit")]
    [InlineData("es", "1\u00A0234\u00A0567", "1,5 MB", "12 bytes", "1 h 5 min")]
    [InlineData("fr", "1\u202F234\u202F567", "1,5 Mo", "12 octets", "1 h 5 min")]
    [InlineData("ar", "1,234,567", "1.5 MB", "12 بايت", "1 ساعة 5 دقيقة")]
    [InlineData("hi", "1,234,567", "1.5 MB", "12 बाइट", "1 घं 5 मि")]
    public void Figures_are_written_as_the_language_does(string tag, string count, string megabytes, string bytes, string time)
    {
        Language language = Language.All.Single(each => each.Tag == tag);
        Assert.Equal(count, language.Count(1_234_567));
        Assert.Equal(megabytes, language.Bytes(1_500_000));
        Assert.Equal(bytes, language.Bytes(12));
        Assert.Equal(time, language.Duration(3900));
    }

    private static string Read(PropertyInfo property, Language language) =>
        Encoding.UTF8.GetString(property.GetMethod!.CreateDelegate<MessagePage.Text>()(language));

    private static string[] Places(string text) => [.. Place().Matches(text).Select(match => match.Value).Order()];

    [GeneratedRegex(@"\{[^}]*\}|[{}]")]
    private static partial Regex Place();
}
