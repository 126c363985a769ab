using System.Text;
using EdgeSeed.Engine.Downloads;
using EdgeSeed.Protocol.Torrents;

namespace EdgeSeed.Downloads;

/// <summary>A torrent's pieces as character cells: how much of its part of the torrent each cell has, and where something is on its way.</summary>
internal static class PieceMap
{
    private const string Shades = "·░▒▓█";
    private const string ActiveColour = "\u001b[36m", NoColour = "\u001b[39m";

    /// <summary>Draws the map.</summary>
    /// <param name="download">What the session says.</param>
    /// <param name="columns">Cells in a line.</param>
    /// <param name="rows">Lines at most; a torrent of few pieces takes fewer.</param>
    /// <param name="hasColour">Whether cells with pieces on their way are coloured.</param>
    public static List<string> Draw(DownloadStatus download, int columns, int rows, bool hasColour)
    {
        Bitfield verified = download.Verified;
        int cells = (int)Math.Min((long)columns * rows, verified.Length);
        var isActive = new bool[cells];
        foreach (int piece in download.ActivePieces) isActive[(int)((long)piece * cells / verified.Length)] = true;
        var lines = new List<string>();
        for (int first = 0; first < cells; first += columns)
        {
            var line = new StringBuilder();
            bool isColoured = false;
            for (int cell = first; cell < Math.Min(first + columns, cells); cell++)
            {
                if (hasColour && isActive[cell] != isColoured) line.Append(isActive[cell] ? ActiveColour : NoColour);
                isColoured = isActive[cell];
                line.Append(Shades[Shade(verified, cell, cells)]);
            }
            if (hasColour && isColoured) line.Append(NoColour);
            lines.Add(line.ToString());
        }
        return lines;
    }

    private static int Shade(Bitfield verified, int cell, int cells)
    {
        int from = (int)((long)cell * verified.Length / cells), to = (int)((long)(cell + 1) * verified.Length / cells), have = 0;
        for (int piece = from; piece < to; piece++)
        {
            if (verified[new PieceIndex(piece)]) have++;
        }
        int full = Shades.Length - 1;
        // A trace of a piece is shown, and full only what is full.
        return have == 0 ? 0 : have == to - from ? full : Math.Clamp(have * full / (to - from), 1, full - 1);
    }
}
