using System.Text;

namespace EdgeSeed.Terminal;

/// <summary>
/// A page of text that is shown anew in place: on a terminal its alternate screen, which gives the old one back at the end; elsewhere
/// the lines one after the other, an empty one between two showings.
/// </summary>
internal sealed class WatchScreen : IDisposable
{
    private const int DefaultRows = 24;

    private readonly TerminalSurface _terminal;
    private readonly StringBuilder _frame = new();

    /// <summary>Takes the screen over.</summary>
    public WatchScreen(TerminalSurface terminal)
    {
        _terminal = terminal;
        if (terminal.IsInteractive) Write("\u001b[?1049h\u001b[?25l");
    }

    /// <summary>Its width in cells, now.</summary>
    public int Columns => _terminal.CurrentColumns;

    /// <summary>Its height in lines, now.</summary>
    public int Rows => _terminal.IsInteractive ? Height() : DefaultRows;

    /// <summary>Shows these lines and nothing else; those that have no room are left out.</summary>
    public void Show(IReadOnlyList<string> lines)
    {
        if (!_terminal.IsInteractive)
        {
            foreach (string line in lines) _terminal.Output.WriteLine(line);
            _terminal.Output.WriteLine();
            return;
        }
        int rows = Math.Min(lines.Count, Rows);
        _frame.Clear().Append("\u001b[H");
        for (int i = 0; i < rows; i++)
        {
            if (i > 0) _frame.Append("\r\n");
            _frame.Append(CellWidth.Cut(lines[i], Columns)).Append("\u001b[K");
        }
        Write(_frame.Append("\u001b[J").ToString());
    }

    /// <summary>Gives the old screen back.</summary>
    public void Dispose()
    {
        if (_terminal.IsInteractive) Write("\u001b[?25h\u001b[?1049l");
    }

    private void Write(string text)
    {
        _terminal.Output.Write(text);
        _terminal.Output.Flush();
    }

    private static int Height()
    {
        try { return Console.WindowHeight is > 0 and int rows ? rows : DefaultRows; }
        catch (IOException) { return DefaultRows; }
    }
}
