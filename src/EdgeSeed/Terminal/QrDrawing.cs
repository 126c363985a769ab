using System.Text;

namespace EdgeSeed.Terminal;

/// <summary>
/// QR codes in text: two modules a character cell, by half blocks. On a colour terminal black on white is set explicitly, so
/// the code reads the same on dark and light screens; without colour the light modules are drawn, for a dark screen.
/// </summary>
internal static class QrDrawing
{
    /// <summary>Light modules around the code, as ISO/IEC 18004 asks for.</summary>
    public const int QuietZoneModules = 4;

    private const string BlackOnWhite = "\u001b[38;5;16;48;5;231m";
    private const string Plain = "\u001b[0m";

    /// <summary>The lines of the drawing, or none when it is too wide for <paramref name="columns"/> or the text too long.</summary>
    /// <param name="text">What a reader of the code gets.</param>
    /// <param name="colour">Whether escape sequences are understood.</param>
    /// <param name="columns">Width of the terminal in cells.</param>
    public static IReadOnlyList<string> Draw(string text, bool colour, int columns)
    {
        if (QrModules.Of(text) is not { } code) return [];
        int side = code.Side + (2 * QuietZoneModules);
        if (side > columns) return [];

        bool Dark(int row, int column) => code.IsDark(row - QuietZoneModules, column - QuietZoneModules);

        var lines = new List<string>((side + 1) / 2);
        var line = new StringBuilder(side + 24);
        for (int row = 0; row < side; row += 2)
        {
            line.Clear();
            if (colour) line.Append(BlackOnWhite);
            for (int column = 0; column < side; column++)
                line.Append(HalfBlock(Dark(row, column) == colour, row + 1 < side && Dark(row + 1, column) == colour));
            if (colour) line.Append(Plain);
            lines.Add(line.ToString());
        }
        return lines;
    }

    private static char HalfBlock(bool upper, bool lower) => (upper, lower) switch
    {
        (true, true) => '█',
        (true, false) => '▀',
        (false, true) => '▄',
        _ => ' ',
    };
}
