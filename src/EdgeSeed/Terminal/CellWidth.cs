using System.Globalization;
using System.Text;

namespace EdgeSeed.Terminal;

/// <summary>How many cells of a terminal a text takes: most letters one, East Asian ones and emoji two, combining marks none.</summary>
internal static class CellWidth
{
    /// <summary>The text, cut to so many cells; what is longer ends in an ellipsis.</summary>
    /// <param name="text">Printable text.</param>
    /// <param name="cells">Room for it; 0 for as much as it needs.</param>
    public static string Cut(string text, int cells)
    {
        if (cells <= 0) return text;
        int used = 0, kept = 0, length = 0;
        foreach (Rune rune in text.EnumerateRunes())
        {
            used += Of(rune);
            if (used > cells) return string.Concat(text.AsSpan(0, kept), "…");
            length += rune.Utf16SequenceLength;
            if (used < cells) kept = length; // one cell is kept for the ellipsis
        }
        return text;
    }

    /// <summary>Cells of a text.</summary>
    public static int Of(string text)
    {
        int cells = 0;
        foreach (Rune rune in text.EnumerateRunes()) cells += Of(rune);
        return cells;
    }

    /// <summary>Cells of one character, by the blocks that Unicode's East Asian Width calls wide.</summary>
    public static int Of(Rune rune)
    {
        int value = rune.Value;
        if (value < 0x300) return 1;
        if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format) return 0;
        bool isWide = value is (>= 0x1100 and <= 0x115F) or (>= 0x2E80 and <= 0xA4CF) or (>= 0xAC00 and <= 0xD7A3) or (>= 0xF900 and <= 0xFAFF)
            or (>= 0xFE30 and <= 0xFE6F) or (>= 0xFF00 and <= 0xFF60) or (>= 0xFFE0 and <= 0xFFE6) or (>= 0x1F300 and <= 0x1FAFF) or (>= 0x20000 and <= 0x3FFFD);
        return isWide ? 2 : 1;
    }
}
