namespace EdgeSeed.Hardware.Displays;

/// <summary>Letters.</summary>
public sealed partial class Canvas
{
    /// <summary>Writes a line of text, cut off with "..." where it is too long.</summary>
    /// <param name="x">Left edge.</param>
    /// <param name="y">Top edge of its accents.</param>
    /// <param name="text">The text.</param>
    /// <param name="font">Its letters.</param>
    /// <param name="width">Pixels there are for it.</param>
    /// <param name="isLit">Lit letters, or dark ones on what is lit.</param>
    /// <returns>The right edge of what was written.</returns>
    public int Write(int x, int y, ReadOnlySpan<char> text, Font font, int width = MaxWidth, bool isLit = true)
    {
        int room = Math.Max(0, width / font.Width);
        bool isCut = text.Length > room;
        if (isCut) text = text[..Math.Max(0, room - 2)].TrimEnd();
        foreach (char character in text) x = Letter(x, y, character, font, isLit);
        // Three dots take the room of two characters.
        for (int dot = 0; isCut && dot < 3; dot++) Fill(x + (dot * 4), y + font.Height - 4, 2, 2, isLit);
        return x;
    }

    /// <summary>Writes a line of text that ends at a place.</summary>
    /// <param name="right">Right edge.</param>
    /// <param name="y">Top edge.</param>
    /// <param name="text">The text.</param>
    /// <param name="font">Its letters.</param>
    /// <param name="isLit">Lit letters, or dark ones on what is lit.</param>
    /// <returns>The left edge of what was written.</returns>
    public int WriteRight(int right, int y, ReadOnlySpan<char> text, Font font, bool isLit = true)
    {
        // The last column of a character is the space to the next.
        int left = right - (text.Length * font.Width) + 1;
        Write(left, y, text, font, isLit: isLit);
        return left;
    }

    /// <summary>Writes a line of text in the middle of a width.</summary>
    /// <param name="x">Left edge of that width.</param>
    /// <param name="y">Top edge.</param>
    /// <param name="width">The width.</param>
    /// <param name="text">The text; cut off where it is too long.</param>
    /// <param name="font">Its letters.</param>
    public void WriteCentred(int x, int y, int width, ReadOnlySpan<char> text, Font font) =>
        Write(x + Math.Max(0, (width - (text.Length * font.Width) + 1) / 2), y, text, font, width);

    /// <summary>Writes text in lines, broken at spaces; a word longer than a line is broken anywhere.</summary>
    /// <param name="y">Top edge of the first line; lines begin at the left edge.</param>
    /// <param name="text">The text.</param>
    /// <param name="font">Its letters.</param>
    /// <param name="pitch">Pixels from line to line.</param>
    /// <param name="lines">Most lines; what is left is not written.</param>
    /// <param name="skip">Lines before the first that is written.</param>
    public void WriteLines(int y, ReadOnlySpan<char> text, Font font, int pitch, int lines, int skip = 0)
    {
        for (int line = 0; line < skip + lines && !text.IsEmpty; line++)
        {
            ReadOnlySpan<char> next = NextLine(ref text, Width / font.Width);
            if (line >= skip) Write(0, y + ((line - skip) * pitch), next, font);
        }
    }

    /// <summary>How many lines <see cref="WriteLines"/> makes of a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="font">Its letters.</param>
    public int CountLines(ReadOnlySpan<char> text, Font font)
    {
        int lines = 0;
        for (; !text.IsEmpty; lines++) NextLine(ref text, Width / font.Width);
        return lines;
    }

    private static ReadOnlySpan<char> NextLine(ref ReadOnlySpan<char> text, int room)
    {
        int length = text.Length;
        if (length > room)
        {
            int space = text[..(room + 1)].LastIndexOf(' ');
            length = space > 0 ? space : room;
        }
        ReadOnlySpan<char> line = text[..length];
        text = text[length..].TrimStart(' ');
        return line;
    }

    private int Letter(int x, int y, char character, Font font, bool isLit)
    {
        ReadOnlySpan<ushort> columns = font.Glyph(character);
        for (int column = 0; column < columns.Length; column++)
        {
            for (int bits = columns[column], row = y; bits != 0; bits >>= 1, row++)
                if ((bits & 1) != 0) Set(x + column, row, isLit);
        }
        return x + font.Width;
    }
}
