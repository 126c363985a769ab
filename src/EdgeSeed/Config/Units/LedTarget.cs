using System.Globalization;

namespace EdgeSeed.Config.Units;

/// <summary>
/// An LED: a GPIO line by its number (<c>"gpio:17"</c>), one of the board's own under <c>/sys/class/leds</c> (<c>"board:ACT"</c>),
/// or <c>"none"</c>.
/// </summary>
/// <param name="GpioLine">The line on the header's chip in Broadcom numbering, or null.</param>
/// <param name="BoardName">The name under <c>/sys/class/leds</c>, or null.</param>
internal readonly record struct LedTarget(int? GpioLine, string? BoardName)
{
    /// <summary>Highest GPIO line that can be named.</summary>
    public const int MaxLine = 511;

    /// <summary>No LED.</summary>
    public static readonly LedTarget None;

    /// <summary>Reads one of the three forms; false when the text is none of them, or a board name could leave its directory.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out LedTarget target)
    {
        target = default;
        if (text is "none") return true;
        if (text.StartsWith("gpio:"))
        {
            bool isLine = int.TryParse(text[5..], NumberStyles.None, CultureInfo.InvariantCulture, out int line) && line <= MaxLine;
            target = new LedTarget(line, null);
            return isLine;
        }
        if (!text.StartsWith("board:")) return false;
        ReadOnlySpan<char> name = text[6..];
        target = new LedTarget(null, name.ToString());
        return name.Length is > 0 and <= 64 && name is not ("." or "..") && !name.ContainsAny('/', '\0');
    }

    /// <summary>The text that <see cref="TryParse"/> reads.</summary>
    public override string ToString() =>
        GpioLine is { } line ? string.Create(CultureInfo.InvariantCulture, $"gpio:{line}") : BoardName is null ? "none" : "board:" + BoardName;
}
