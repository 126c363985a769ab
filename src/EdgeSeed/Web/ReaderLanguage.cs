using System.Globalization;
using EdgeSeed.Config;

namespace EdgeSeed.Web;

/// <summary>Which language a reader gets: what the operator fixed, else what the browser asks for (RFC 9110, 12.5.4).</summary>
internal static class ReaderLanguage
{
    /// <summary>Longest Accept-Language header considered; a longer one counts as none.</summary>
    public const int MaxHeaderLength = 500;

    /// <summary>Whether it is Indonesian rather than English.</summary>
    /// <param name="configured"><c>web.language</c>.</param>
    /// <param name="acceptLanguage">The raw header; empty when there was none.</param>
    public static bool IsIndonesian(PageLanguage configured, string acceptLanguage)
    {
        if (configured != PageLanguage.Auto) return configured == PageLanguage.Indonesian;
        if (acceptLanguage.Length is 0 or > MaxHeaderLength) return false;
        double indonesian = 0, english = 0;
        ReadOnlySpan<char> header = acceptLanguage;
        foreach (Range part in header.Split(','))
        {
            ReadOnlySpan<char> range = header[part].Trim();
            int semicolon = range.IndexOf(';');
            ReadOnlySpan<char> tag = semicolon < 0 ? range : range[..semicolon].Trim();
            double weight = semicolon < 0 ? 1 : Weight(range[(semicolon + 1)..]);
            if (Is(tag, "id") || Is(tag, "in")) indonesian = Math.Max(indonesian, weight);
            else if (Is(tag, "en")) english = Math.Max(english, weight);
        }
        return indonesian > english;
    }

    private static bool Is(ReadOnlySpan<char> tag, string language) =>
        tag.StartsWith(language, StringComparison.OrdinalIgnoreCase) && (tag.Length == language.Length || tag[language.Length] == '-');

    private static double Weight(ReadOnlySpan<char> parameter)
    {
        parameter = parameter.Trim();
        bool isWeight = parameter.StartsWith("q=", StringComparison.OrdinalIgnoreCase);
        return isWeight && double.TryParse(parameter[2..], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double weight) ? weight : 0;
    }
}
