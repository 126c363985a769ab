namespace EdgeSeed.Hardware.Displays;

/// <summary>Letters.</summary>
public sealed partial class Canvas
{
    /// <summary>Three dots take the room of two characters.</summary>
    private const int DotsRoom = 2;

    /// <summary>What is not written before them.</summary>
    private const string BeforeDots = " ,;:.";

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
        if (isCut) text = text[..Math.Max(0, room - DotsRoom)].TrimEnd(BeforeDots);
        foreach (char character in text) x = Letter(x, y, character, font, isLit);
        if (isCut) Dots(x, y, font, isLit);
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

    /// <summary>
    /// Writes text in lines, broken at spaces; a word longer than a line is broken anywhere. Where there is more of it than fits, what fits ends in
    /// "...", unless a sentence ends there, and the rest comes at the next turns.
    /// </summary>
    /// <param name="y">Top edge of the first line; lines begin at the left edge.</param>
    /// <param name="text">The text.</param>
    /// <param name="font">Its letters.</param>
    /// <param name="pitch">Pixels from line to line.</param>
    /// <param name="lines">Most lines.</param>
    /// <param name="turn">Which part of the text, from 0; behind the last nothing is written.</param>
    public void WriteLines(int y, ReadOnlySpan<char> text, Font font, int pitch, int lines, int turn = 0)
    {
        for (int skipped = 0; skipped < turn * lines && !text.IsEmpty; skipped++) NextLine(ref text, Width / font.Width, isLast: skipped % lines == lines - 1);
        for (int line = 0; line < lines && !text.IsEmpty; line++)
        {
            ReadOnlySpan<char> next = NextLine(ref text, Width / font.Width, isLast: line == lines - 1);
            // What ends with a sentence is whole by itself.
            bool goesOn = line == lines - 1 && !text.IsEmpty && next[^1] != '.';
            int end = Write(0, y + (line * pitch), goesOn ? next.TrimEnd(BeforeDots) : next, font);
            if (goesOn) Dots(end, y + (line * pitch), font, isLit: true);
        }
    }

    /// <summary>In how many parts <see cref="WriteLines"/> writes a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="font">Its letters.</param>
    /// <param name="lines">Most lines of a part.</param>
    public int CountTurns(ReadOnlySpan<char> text, Font font, int lines)
    {
        int written = 0;
        for (; !text.IsEmpty; written++) NextLine(ref text, Width / font.Width, isLast: written % lines == lines - 1);
        return (written + lines - 1) / lines;
    }

    /// <summary>Takes a line off a text. The last that is to be seen leaves room for dots if it is not the end.</summary>
    private static ReadOnlySpan<char> NextLine(ref ReadOnlySpan<char> text, int room, bool isLast)
    {
        if (isLast && text.Length > room) room = Math.Max(1, room - DotsRoom);
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

    private void Dots(int x, int y, Font font, bool isLit)
    {
        for (int dot = 0; dot < 3; dot++) Fill(x + (dot * 4), y + font.Height - 4, 2, 2, isLit);
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
