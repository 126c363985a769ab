using System.Text;

namespace EdgeSeed.Terminal;

/// <summary>A line for a terminal of any width: where there is no room for all of it, what decorates goes before what informs.</summary>
internal static class FittedLine
{
    /// <summary>Joins parts, leaving out those of the highest rank first until the rest fits; what still does not fit is cut.</summary>
    /// <param name="columns">Room in cells; 0 for as much as it needs.</param>
    /// <param name="separator">Between two parts.</param>
    /// <param name="parts">In the order they are shown; rank 0 is never left out, an empty text is no part.</param>
    public static string Of(int columns, string separator, params ReadOnlySpan<(string Text, int Rank)> parts)
    {
        int rank = 0;
        foreach ((_, int each) in parts) rank = Math.Max(rank, each);
        while (true)
        {
            string line = Join(separator, parts, rank);
            if (columns <= 0 || CellWidth.Of(line) <= columns) return line;
            if (rank == 0) return CellWidth.Cut(line, columns);
            rank--;
        }
    }

    private static string Join(string separator, ReadOnlySpan<(string Text, int Rank)> parts, int upTo)
    {
        var line = new StringBuilder();
        foreach ((string text, int rank) in parts)
        {
            if (rank > upTo || text.Length == 0) continue;
            if (line.Length > 0) line.Append(separator);
            line.Append(text);
        }
        return line.ToString();
    }
}
