using EdgeSeed.Hardware.Displays;

namespace EdgeSeed.Tests.Faces;

/// <summary>Reads text off a canvas, as somebody in front of the display does.</summary>
internal static class CanvasReader
{
    /// <summary>All text, from the top; dark letters on lit ground too.</summary>
    public static string Read(Canvas canvas)
    {
        List<string> found = [];
        foreach (Font font in (Font[])[Font.Large, Font.Small])
            for (int y = -2; y < canvas.Height - 6; y++)
                for (int x = 0; x < canvas.Width; x++)
                {
                    string text = ReadAt(canvas, font, x, y, isLit: true);
                    if (text.Length == 0) text = ReadAt(canvas, font, x, y, isLit: false);
                    if (text.Length == 0) continue;
                    found.Add(text);
                    x += text.Length * font.Width;
                }
        return string.Join(" ", found);
    }

    private static string ReadAt(Canvas canvas, Font font, int x, int y, bool isLit)
    {
        var text = new System.Text.StringBuilder();
        for (; x + font.Width - 1 <= canvas.Width; x += font.Width)
        {
            char letter = LetterAt(canvas, font, x, y, isLit);
            if (letter == '\0') break;
            text.Append(letter);
        }
        string read = text.ToString();
        // A single letter is seen in many a picture, and lines and bars look like strokes.
        return read.Trim().Length < 2 || read.TrimStart().Length < read.Length ? "" : read.TrimEnd();
    }

    private static char LetterAt(Canvas canvas, Font font, int x, int y, bool isLit)
    {
        for (char letter = ' '; letter <= 'ÿ'; letter++)
            if (letter is <= '~' or > '\u00A0' and not '\u00AD' && Matches(canvas, font.Glyph(letter), font.Height, x, y, isLit)) return letter;
        return '\0';
    }

    /// <summary>The topmost and the lowest row may belong to the lines above and below; lit ground may end below the line.</summary>
    private static bool Matches(Canvas canvas, ReadOnlySpan<ushort> glyph, int height, int x, int y, bool isLit)
    {
        for (int column = 0; column < glyph.Length; column++)
            for (int row = 1; row < height - 1; row++)
                if (canvas.IsLit(x + column, y + row) == isLit != ((glyph[column] >> row & 1) != 0)
                    && y + row >= 0 && (isLit || canvas.IsLit(0, y + row))) return false;
        return true;
    }
}
