namespace EdgeSeed.Hardware.Displays;

/// <summary>
/// A picture of lit and dark pixels, stored as the displays store it: each byte is eight pixels of a column, the lowest bit on top;
/// rows of such bytes ("pages") from the top. What lies outside is left out, so nothing drawn can fail. Not for several threads.
/// </summary>
public sealed partial class Canvas
{
    /// <summary>The largest display.</summary>
    public const int MaxWidth = 128, MaxHeight = 64;

    private readonly byte[] _frame;
    private int _left;
    private int _top;

    /// <summary>Makes a dark picture.</summary>
    /// <param name="width">Pixels across, at most <see cref="MaxWidth"/>.</param>
    /// <param name="height">Pixels down, a multiple of 8, at most <see cref="MaxHeight"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">Another size.</exception>
    public Canvas(int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(width is > 0 and <= MaxWidth, true, nameof(width));
        ArgumentOutOfRangeException.ThrowIfNotEqual(height is > 0 and <= MaxHeight && height % 8 == 0, true, nameof(height));
        (Width, Height, _frame) = (width, height, new byte[width * height / 8]);
    }

    /// <summary>Pixels across.</summary>
    public int Width { get; }

    /// <summary>Pixels down.</summary>
    public int Height { get; }

    /// <summary>The stored picture, <see cref="Width"/> bytes for each eight rows.</summary>
    public ReadOnlySpan<byte> Frame => _frame;

    /// <summary>Makes all dark, and moves what is drawn from now on by some pixels: against burn-in.</summary>
    /// <param name="left">To the right.</param>
    /// <param name="top">Down.</param>
    public void Clear(int left = 0, int top = 0)
    {
        _frame.AsSpan().Clear();
        (_left, _top) = (left, top);
    }

    /// <summary>Whether a pixel is lit; false outside.</summary>
    public bool IsLit(int x, int y) => (uint)x < (uint)Width && (uint)y < (uint)Height && (_frame[(y >> 3) * Width + x] & (1 << (y & 7))) != 0;

    /// <summary>Lights a pixel, or makes it dark.</summary>
    public void Set(int x, int y, bool isLit = true)
    {
        x += _left;
        y += _top;
        if ((uint)x >= (uint)Width || (uint)y >= (uint)Height) return;
        ref byte eight = ref _frame[(y >> 3) * Width + x];
        int bit = 1 << (y & 7);
        eight = (byte)(isLit ? eight | bit : eight & ~bit);
    }

    /// <summary>Lights a rectangle, or makes it dark.</summary>
    public void Fill(int x, int y, int width, int height, bool isLit = true)
    {
        for (int row = y; row < y + height; row++)
            for (int column = x; column < x + width; column++) Set(column, row, isLit);
    }

    /// <summary>Draws the edge of a rectangle, one pixel wide.</summary>
    public void Outline(int x, int y, int width, int height)
    {
        Fill(x, y, width, 1);
        Fill(x, y + height - 1, width, 1);
        Fill(x, y, 1, height);
        Fill(x + width - 1, y, 1, height);
    }
}
