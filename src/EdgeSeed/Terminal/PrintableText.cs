using System.Globalization;
using System.Text;

namespace EdgeSeed.Terminal;

/// <summary>
/// Makes text from strangers (torrent names, comments, paths) safe to show: what could move the cursor, recolour the
/// terminal, reverse the reading order or hide becomes U+FFFD. What a person can read stays as it is, in any script.
/// </summary>
internal static class PrintableText
{
    /// <summary>Longest text shown, in UTF-16 units; what is longer ends in an ellipsis.</summary>
    public const int MaxLength = 512;

    /// <summary>The text with every control, format, surrogate or line-breaking character replaced, cut to <see cref="MaxLength"/>.</summary>
    public static string Of(string text)
    {
        if (text.Length <= MaxLength && IsPrintable(text)) return text;
        var printable = new StringBuilder(Math.Min(text.Length, MaxLength) + 1);
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (printable.Length + rune.Utf16SequenceLength > MaxLength) return printable.Append('…').ToString();
            printable.Append(IsPrintable(rune) ? rune.ToString() : "\uFFFD");
        }
        return printable.ToString();
    }

    private static bool IsPrintable(string text)
    {
        foreach (char c in text)
            if (c is < ' ' or > '~') return false;
        return true;
    }

    /// <summary>Whether a character is shown as it is.</summary>
    public static bool IsPrintable(Rune rune) => Rune.GetUnicodeCategory(rune) is not
        (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.LineSeparator
        or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned)
        || rune.Value is 0x200C or 0x200D; // joiners: Persian, Indic scripts and emoji are spelt with them
}
