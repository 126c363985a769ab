using System.Text;
using EdgeSeed.Protocol;

namespace EdgeSeed.Terminal;

/// <summary>
/// Makes text from strangers (torrent names, comments, paths) safe to show: what could move the cursor, recolour the
/// terminal, reverse the reading order or hide becomes U+FFFD. What a person can read stays as it is, in any script.
/// </summary>
internal static class PrintableText
{
    /// <summary>Longest text shown, in UTF-16 units; what is longer ends in an ellipsis.</summary>
    public const int MaxLength = 512;

    /// <summary>The text with every character replaced that may not be shown as it is (<see cref="ShownText"/>).</summary>
    /// <param name="text">Anything.</param>
    /// <param name="maxLength">Where it is cut, in UTF-16 units.</param>
    public static string Of(string text, int maxLength = MaxLength)
    {
        if (text.Length <= maxLength && IsPrintable(text)) return text;
        bool isFromRight = IsFromRight(text);
        Rune before = default;
        var printable = new StringBuilder(Math.Min(text.Length, maxLength) + 1);
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (printable.Length + rune.Utf16SequenceLength > maxLength) return printable.Append('…').ToString();
            printable.Append(ShownText.IsShown(rune, before, isFromRight) ? rune.ToString() : "\uFFFD");
            before = rune;
        }
        return printable.ToString();
    }

    /// <summary>Whether a text holds a letter that is written from the right.</summary>
    public static bool IsFromRight(string text)
    {
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (ShownText.IsFromRight(rune)) return true;
        }
        return false;
    }

    private static bool IsPrintable(string text) => !text.AsSpan().ContainsAnyExceptInRange(' ', '~');
}
