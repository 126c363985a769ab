using System.Text;

namespace EdgeSeed.Config.Values;

/// <summary>Text from a file made safe to show in a one-line message on a terminal.</summary>
internal static class Printable
{
    private const int MaxLength = 60;

    /// <summary>At most 60 characters, with control characters (terminal escapes among them) and lone surrogates replaced by '?'.</summary>
    public static string Shorten(string text)
    {
        StringBuilder shown = new(Math.Min(text.Length, MaxLength) + 1);
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (shown.Length >= MaxLength) return shown.Append('…').ToString();
            if (Rune.IsControl(rune) || rune == Rune.ReplacementChar) shown.Append('?');
            else shown.Append(rune);
        }
        return shown.ToString();
    }
}
