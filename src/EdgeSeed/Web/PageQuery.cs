using System.Globalization;

namespace EdgeSeed.Web;

/// <summary>What a reader of the page looks for.</summary>
/// <param name="Words">Text that names must contain, or that an info-hash begins with; empty for everything.</param>
/// <param name="Page">Which page of the list, from 1.</param>
internal sealed record PageQuery(string Words, int Page)
{
    /// <summary>Longest text looked for, in characters; what is longer is cut.</summary>
    public const int MaxWordsLength = 100;

    /// <summary>Highest page number read; a greater one counts as this.</summary>
    public const int MaxPage = 1_000_000;

    /// <summary>The value of one member of a raw query; empty where there is none. Percent signs and plus signs are resolved.</summary>
    /// <param name="query">The raw query with its question mark, or empty.</param>
    /// <param name="name">The member's name.</param>
    public static string Value(ReadOnlySpan<char> query, ReadOnlySpan<char> name)
    {
        query = query.TrimStart('?');
        foreach (Range part in query.Split('&'))
        {
            ReadOnlySpan<char> member = query[part];
            if (member.Length > name.Length && member[name.Length] == '=' && member.StartsWith(name, StringComparison.Ordinal))
                return Uri.UnescapeDataString(member[(name.Length + 1)..].ToString().Replace('+', ' '));
        }
        return "";
    }

    /// <summary>Reads <c>?q=words&amp;page=2</c>; anything else is as if it were not there.</summary>
    /// <param name="query">The raw query with its question mark, or empty.</param>
    public static PageQuery Parse(ReadOnlySpan<char> query)
    {
        string words = Value(query, "q").Trim();
        if (words.Length > MaxWordsLength) words = words[..MaxWordsLength];
        return new PageQuery(words, Math.Clamp(Number(query, "page", 1), 1, MaxPage));
    }

    /// <summary>A member that is a number without sign; <paramref name="otherwise"/> when it is not there or not one.</summary>
    public static int Number(ReadOnlySpan<char> query, ReadOnlySpan<char> name, int otherwise) =>
        int.TryParse(Value(query, name), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : otherwise;

    /// <summary>The query of another page of the same list.</summary>
    public string WithPage(int page) => Words.Length == 0
        ? $"?page={page.ToString(CultureInfo.InvariantCulture)}"
        : $"?q={Uri.EscapeDataString(Words)}&page={page.ToString(CultureInfo.InvariantCulture)}";
}
