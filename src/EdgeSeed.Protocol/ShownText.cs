using System.Globalization;
using System.Text;

namespace EdgeSeed.Protocol;

/// <summary>
/// Which characters of a stranger's text may be shown as they are. Control characters, line breaks and whatever reorders or hides what
/// stands beside it may not: bidirectional embeddings, overrides and isolates, and invisible characters out of their place. What a
/// language is spelt with may: joiners inside words and emoji (UAX 31), marks of direction in text that runs from the right, and the tags of
/// a flag.
/// </summary>
public static class ShownText
{
    private const int ZeroWidthNonJoiner = 0x200C, ZeroWidthJoiner = 0x200D;
    private const int BlackFlag = 0x1F3F4, FirstTag = 0xE0020, LastTag = 0xE007F;
    private const int FirstEmoji = 0x1F000, LastEmoji = 0x1FAFF;

    /// <summary>Whether a character is shown as it is.</summary>
    /// <param name="rune">The character.</param>
    /// <param name="before">The one before it, shown or not; the default value at the start.</param>
    /// <param name="isFromRight">Whether the text holds a letter that is written from the right; see <see cref="IsFromRight"/>.</param>
    public static bool IsShown(Rune rune, Rune before, bool isFromRight) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse
            or UnicodeCategory.Surrogate => false,
        // Emoji are younger than the tables of the framework.
        UnicodeCategory.OtherNotAssigned => rune.Value is >= FirstEmoji and <= LastEmoji,
        UnicodeCategory.Format => rune.Value switch
        {
            ZeroWidthJoiner or ZeroWidthNonJoiner => IsJoined(before),
            0x200E or 0x200F or 0x061C => isFromRight,
            >= FirstTag and <= LastTag => before.Value is BlackFlag or (>= FirstTag and < LastTag),
            // Signs of Arabic, Syriac and Kaithi that are written around digits.
            (>= 0x0600 and <= 0x0605) or 0x06DD or 0x070F or 0x0890 or 0x0891 or 0x08E2 or 0x110BD or 0x110CD => true,
            _ => false,
        },
        _ => true,
    };

    /// <summary>Whether a character is a letter that is written from the right: Hebrew, Arabic and their neighbours.</summary>
    public static bool IsFromRight(Rune rune) => rune.Value is (>= 0x0590 and <= 0x08FF) or (>= 0xFB1D and <= 0xFDFF) or (>= 0xFE70 and <= 0xFEFC)
        or (>= 0x10800 and <= 0x10FFF) or (>= 0x1E800 and <= 0x1EFFF) && Rune.GetUnicodeCategory(rune) != UnicodeCategory.Format;

    // After a letter or mark of a script that joins, or after an emoji; Latin letters do not join, so a joiner there only hides.
    private static bool IsJoined(Rune before) => !before.IsAscii && Rune.GetUnicodeCategory(before) is UnicodeCategory.OtherLetter or UnicodeCategory.ModifierLetter
        or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.OtherSymbol or UnicodeCategory.ModifierSymbol
        or UnicodeCategory.MathSymbol or UnicodeCategory.OtherNotAssigned or UnicodeCategory.EnclosingMark;
}
