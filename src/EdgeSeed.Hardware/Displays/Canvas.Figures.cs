namespace EdgeSeed.Hardware.Displays;

/// <summary>Icons, bars, graphs and codes.</summary>
public sealed partial class Canvas
{
    /// <summary>Draws an icon.</summary>
    /// <param name="x">Left edge.</param>
    /// <param name="y">Top edge.</param>
    /// <param name="icon">Its rows from the top; the highest of <see cref="Icon.Size"/> bits is the left pixel.</param>
    /// <param name="isLit">Lit, or dark on what is lit.</param>
    /// <param name="scale">Pixels for each of the icon's.</param>
    public void Draw(int x, int y, ReadOnlySpan<ushort> icon, bool isLit = true, int scale = 1)
    {
        for (int row = 0; row < icon.Length; row++)
        {
            for (int column = 0; column < Icon.Size; column++)
                if ((icon[row] >> (Icon.Size - 1 - column) & 1) != 0) Fill(x + (column * scale), y + (row * scale), scale, scale, isLit);
        }
    }

    /// <summary>Draws a framed bar that fills from the left.</summary>
    /// <param name="x">Left edge.</param>
    /// <param name="y">Top edge.</param>
    /// <param name="width">With the frame.</param>
    /// <param name="height">With the frame.</param>
    /// <param name="part">How much of it is filled.</param>
    /// <param name="whole">What it would be when full; 0 counts as empty.</param>
    public void Bar(int x, int y, int width, int height, long part, long whole)
    {
        Outline(x, y, width, height);
        int room = width - 4;
        double share = whole <= 0 ? 0 : Math.Clamp((double)part / whole, 0, 1);
        int filled = (int)Math.Round(share * room);
        // Something is something, and not all is not all.
        if (part > 0 && whole > 0 && filled == 0) filled = 1;
        if (share < 1 && filled == room) filled = room - 1;
        Fill(x + 2, y + 2, filled, height - 4);
    }

    /// <summary>Draws figures over time as columns, one pixel each, the last at the right edge; the largest reaches the top.</summary>
    /// <param name="x">Left edge.</param>
    /// <param name="y">Top edge.</param>
    /// <param name="width">Figures before the last so many are left out.</param>
    /// <param name="height">Of the largest; a line one pixel high is drawn for zero.</param>
    /// <param name="figures">The figures, the oldest first; negative ones count as zero.</param>
    public void Sparkline(int x, int y, int width, int height, ReadOnlySpan<long> figures)
    {
        if (figures.Length > width) figures = figures[^width..];
        long largest = 1;
        foreach (long figure in figures) largest = Math.Max(largest, figure);
        for (int i = 0; i < figures.Length; i++)
        {
            int tall = Math.Max(figures[i] > 0 ? 2 : 1, (int)Math.Ceiling((double)Math.Max(0, figures[i]) / largest * height));
            Fill(x + width - figures.Length + i, y + height - tall, 1, tall);
        }
        Fill(x, y + height - 1, width - figures.Length, 1);
    }

    /// <summary>Draws a square code, such as a QR code: dark modules on what is lit before.</summary>
    /// <param name="x">Left edge.</param>
    /// <param name="y">Top edge.</param>
    /// <param name="scale">Pixels a module.</param>
    /// <param name="side">Modules a side.</param>
    /// <param name="isDark">The modules, row by row.</param>
    public void Code(int x, int y, int scale, int side, ReadOnlySpan<bool> isDark)
    {
        for (int module = 0; module < side * side; module++)
            if (isDark[module]) Fill(x + (module % side * scale), y + (module / side * scale), scale, scale, isLit: false);
    }
}
