using System.Globalization;
using System.Text;

namespace Tomlyn.Parsing;

/// <summary>Text of a document as it may stand in a message: printable, and bounded.</summary>
internal static class Readable
{
    /// <summary>A name or word in single quotes; at most <see cref="SyntaxLimits.MaxExcerptLength"/> UTF-16 units of it.</summary>
    public static string Excerpt(ReadOnlySpan<char> word)
    {
        bool cut = word.Length > SyntaxLimits.MaxExcerptLength;
        if (cut) word = word[..SyntaxLimits.MaxExcerptLength];
        var readable = new StringBuilder("'");
        foreach (Rune rune in word.EnumerateRunes())
        {
            if (IsPrintable(rune)) readable.Append(rune.ToString());
            else readable.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:X4}");
        }
        return readable.Append(cut ? "…'" : "'").ToString();
    }

    /// <summary>What comes next, in words.</summary>
    public static string Next(TextCursor cursor)
    {
        if (cursor.AtEnd) return "the end of the file";
        if (cursor.AtNewLine) return "the end of the line";
        int unit = cursor.Peek();
        if (unit == '\r') return "a carriage return without a line feed";
        if (cursor.AtSurrogatePair) return Excerpt([(char)unit, (char)cursor.Peek(1)]);
        if (char.IsSurrogate((char)unit)) return string.Create(CultureInfo.InvariantCulture, $"half of a surrogate pair, U+{unit:X4}");
        if (IsPrintable(new Rune((char)unit))) return $"'{(char)unit}'";
        return string.Create(CultureInfo.InvariantCulture, $"the character U+{unit:X4}");
    }

    private static bool IsPrintable(Rune rune) => Rune.GetUnicodeCategory(rune)
        is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}
