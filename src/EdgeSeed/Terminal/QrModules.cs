using System.Collections;
using QRCoder;

namespace EdgeSeed.Terminal;

/// <summary>A QR code as a square of dark and light modules (ISO/IEC 18004), error correction level L, without its quiet zone.</summary>
internal sealed class QrModules
{
    /// <summary>Longest text, in characters: a larger code fits no terminal and no phone reads it off a screen.</summary>
    public const int MaxTextLength = 700;

    private readonly bool[] _isDark;

    private QrModules(int side, bool[] isDark) => (Side, _isDark) = (side, isDark);

    /// <summary>Modules a side.</summary>
    public int Side { get; }

    /// <summary>The modules row by row.</summary>
    public ReadOnlySpan<bool> Modules => _isDark;

    /// <summary>The code that reads as this text; null when the text is longer than <see cref="MaxTextLength"/>.</summary>
    public static QrModules? Of(string text)
    {
        if (text.Length > MaxTextLength) return null;
        using QRCodeData code = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.L);
        List<BitArray> rows = code.ModuleMatrix;
        int margin = SurplusMargin(rows);
        int side = rows.Count - (2 * margin);
        var isDark = new bool[side * side];
        for (int i = 0; i < isDark.Length; i++) isDark[i] = rows[margin + (i / side)][margin + (i % side)];
        return new QrModules(side, isDark);
    }

    /// <summary>Whether a module is dark; all around the code is light.</summary>
    public bool IsDark(int row, int column) =>
        (uint)row < (uint)Side && (uint)column < (uint)Side && _isDark[(row * Side) + column];

    /// <summary>The generator adds a margin of its own; the first dark module (a finder pattern's corner) tells how wide.</summary>
    private static int SurplusMargin(List<BitArray> rows)
    {
        int margin = 0;
        while (margin < rows.Count && !rows[margin][margin]) margin++;
        return margin;
    }
}
