namespace EdgeSeed.Hardware.Displays;

/// <summary>
/// Letters of one width as bits: printable ASCII, Latin-1 (U+0020 to U+007E, U+00A0 to U+00FF) and <c>…</c>. Any other character is a hollow box.
/// </summary>
public abstract class Font
{
    private const int AsciiCount = 0x7F - 0x20;
    private const int Count = AsciiCount + 0x60;

    /// <summary>6×10 pixels a character.</summary>
    public static Font Small { get; } = new SmallFont();

    /// <summary>9×15 pixels a character, bold.</summary>
    public static Font Large { get; } = new LargeFont();

    /// <summary>Pixels from one character to the next.</summary>
    public abstract int Width { get; }

    /// <summary>Pixels from the top of accents to the bottom of descenders.</summary>
    public abstract int Height { get; }

    /// <summary>Character after character, <see cref="Width"/> columns each, the lowest bit on top; last the box and <c>…</c>.</summary>
    protected abstract ReadOnlySpan<ushort> Columns { get; }

    /// <summary>The columns of a character, from the left; the lowest bit is the top pixel.</summary>
    public ReadOnlySpan<ushort> Glyph(char character)
    {
        int index = character switch
        {
            >= ' ' and <= '~' => character - ' ',
            >= '\u00A0' and <= '\u00FF' => character - 0xA0 + AsciiCount,
            '\u2026' => Count + 1,
            _ => Count,
        };
        return Columns.Slice(index * Width, Width);
    }
}
