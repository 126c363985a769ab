using System.Text;

namespace EdgeSeed.Terminal;

/// <summary>
/// Writes for a locale without Unicode (<c>LC_ALL=C</c>): what the program draws (dots, bars, ellipses) becomes ASCII. Names stay as they are,
/// since their bytes are data.
/// </summary>
/// <param name="inner">Where it goes.</param>
internal sealed class PlainCharacters(TextWriter inner) : TextWriter
{
    /// <summary>Cells by which a line grows at most: it has one ellipsis, where it was cut.</summary>
    public const int Growth = 2;

    private const string Bars = "▏▎▍▌▋▊▉█", Ticks = "▁▂▃▄▅▆▇", Shades = "░▒▓";

    /// <inheritdoc/>
    public override Encoding Encoding => inner.Encoding;

    /// <summary>Whether the locale of this process wants it: one is named, and its character set is not UTF-8. Without any, UTF-8 is assumed.</summary>
    public static bool IsWanted
    {
        get
        {
            foreach (string variable in (ReadOnlySpan<string>)["LC_ALL", "LC_CTYPE", "LANG"])
            {
                if (Environment.GetEnvironmentVariable(variable) is { Length: > 0 } locale)
                    return !locale.Contains("UTF-8", StringComparison.OrdinalIgnoreCase) && !locale.Contains("UTF8", StringComparison.OrdinalIgnoreCase);
            }
            return false;
        }
    }

    /// <inheritdoc/>
    public override void Write(char value) => inner.Write(Of(value));

    /// <inheritdoc/>
    public override void Write(string? value)
    {
        if (value is not null) inner.Write(Of(value));
    }

    /// <inheritdoc/>
    public override void WriteLine(string? value) => inner.WriteLine(Of(value ?? ""));

    /// <inheritdoc/>
    public override void Flush() => inner.Flush();

    /// <summary>The text with every drawn character as ASCII.</summary>
    public static string Of(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (char c in text) plain.Append(Of(c));
        return plain.ToString();
    }

    private static string Of(char c) => c switch
    {
        '·' => "-",
        '…' => "...",
        '×' => "x",
        '▕' => "[",
        _ when Ticks.Contains(c, StringComparison.Ordinal) => "_.-=+*#"[Ticks.IndexOf(c, StringComparison.Ordinal)].ToString(),
        _ when Bars.Contains(c, StringComparison.Ordinal) => c == '▏' ? "]" : "#",
        _ when Shades.Contains(c, StringComparison.Ordinal) => ".:*"[Shades.IndexOf(c, StringComparison.Ordinal)].ToString(),
        _ => c.ToString(),
    };
}
