using System.Globalization;
using EdgeSeed.Languages;

namespace EdgeSeed.Web;

/// <summary>Which language a reader gets: what the operator fixed, else what the browser asks for (RFC 9110, 12.5.4).</summary>
internal static class ReaderLanguage
{
    /// <summary>Longest Accept-Language header considered; a longer one counts as none.</summary>
    public const int MaxHeaderLength = 500;

    /// <summary>The language; English for who asks for none there is.</summary>
    /// <param name="configured"><c>web.language</c>, a tag or <see cref="Language.Auto"/>.</param>
    /// <param name="acceptLanguage">The raw header; empty when there was none.</param>
    public static Language Of(string configured, string acceptLanguage)
    {
        Language wanted = Language.English;
        if (configured != Language.Auto) return Find(configured) ?? wanted;
        if (acceptLanguage.Length is 0 or > MaxHeaderLength) return wanted;
        double most = 0;
        ReadOnlySpan<char> header = acceptLanguage;
        foreach (Range part in header.Split(','))
        {
            ReadOnlySpan<char> range = header[part].Trim();
            int semicolon = range.IndexOf(';');
            ReadOnlySpan<char> tag = semicolon < 0 ? range : range[..semicolon].Trim();
            double weight = semicolon < 0 ? 1 : Weight(range[(semicolon + 1)..]);
            if (weight > most && Find(tag) is { } known) (wanted, most) = (known, weight);
        }
        return wanted;
    }

    /// <summary>By a tag with or without a country; Indonesian was <c>in</c> until 1989, and some browsers are that old.</summary>
    private static Language? Find(ReadOnlySpan<char> tag)
    {
        int hyphen = tag.IndexOf('-');
        ReadOnlySpan<char> primary = hyphen < 0 ? tag : tag[..hyphen];
        if (primary.Equals("in", StringComparison.OrdinalIgnoreCase)) primary = "id";
        foreach (Language language in Language.All)
        {
            if (primary.Equals(language.Tag, StringComparison.OrdinalIgnoreCase)) return language;
        }
        return null;
    }

    private static double Weight(ReadOnlySpan<char> parameter)
    {
        parameter = parameter.Trim();
        bool isWeight = parameter.StartsWith("q=", StringComparison.OrdinalIgnoreCase);
        return isWeight && double.TryParse(parameter[2..], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double weight) ? weight : 0;
    }
}
