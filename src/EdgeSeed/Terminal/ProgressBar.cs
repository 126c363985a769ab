namespace EdgeSeed.Terminal;

/// <summary>A bar that fills by eighths of a character cell.</summary>
internal static class ProgressBar
{
    private const string Eighths = " ▏▎▍▌▋▊▉█";

    /// <summary>The bar, framed: <c>▕████▌     ▏</c>.</summary>
    /// <param name="fraction">0 to 1; what is outside is brought to the nearer end.</param>
    /// <param name="cells">Width between the frames.</param>
    public static string Draw(double fraction, int cells)
    {
        int eighths = (int)(Math.Clamp(fraction, 0, 1) * cells * 8);
        return string.Create(cells + 2, eighths, static (bar, eighths) =>
        {
            (bar[0], bar[^1]) = ('▕', '▏');
            Span<char> cells = bar[1..^1];
            for (int i = 0; i < cells.Length; i++) cells[i] = Eighths[Math.Clamp(eighths - (i * 8), 0, 8)];
        });
    }

    /// <summary><c>99 %</c>, three digits wide; rounded down, so that 100 is said only when all is done.</summary>
    public static string Percent(double fraction) => FormattableString.Invariant($"{Math.Floor(fraction * 100),3:0} %");
}
