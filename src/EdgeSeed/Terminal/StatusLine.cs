namespace EdgeSeed.Terminal;

/// <summary>
/// The one line a running service shows: redrawn in place on a terminal; elsewhere (a log, the journal) a plain line, when it
/// says something new and the last one is old enough.
/// </summary>
/// <param name="terminal">Where to draw; its error stream, so that what was printed on start can be piped.</param>
/// <param name="time">Paces the plain lines.</param>
internal sealed class StatusLine(TerminalSurface terminal, TimeProvider time)
{
    /// <summary>Shortest time between two plain lines.</summary>
    public static readonly TimeSpan PlainInterval = TimeSpan.FromMinutes(5);

    private string _shown = "";
    private long _shownAt;
    private bool _anyShown;

    /// <summary>Cells that a text may take; the last one stays free, so that no terminal wraps the line. 0 where nobody looks: no limit.</summary>
    public int Room => terminal.IsInteractive ? Math.Max(1, terminal.Columns - 1) : 0;

    /// <summary>Shows the text, cut to the width of the terminal.</summary>
    /// <param name="text">One line.</param>
    /// <param name="isNews">Whether a plain line is printed however young the last one is.</param>
    public void Show(string text, bool isNews = false)
    {
        if (terminal.IsInteractive)
        {
            text = CellWidth.Cut(text, Room);
            if (text == _shown) return;
            terminal.Error.Write($"\r{text}\u001b[K");
            terminal.Error.Flush();
            _shown = text;
            return;
        }
        if (text == _shown || (!isNews && _anyShown && time.GetElapsedTime(_shownAt) < PlainInterval)) return;
        terminal.Error.WriteLine(text);
        (_shown, _shownAt, _anyShown) = (text, time.GetTimestamp(), true);
    }

    /// <summary>Prints a whole line that stays, above the status line.</summary>
    public void Print(string text)
    {
        Clear();
        terminal.Error.WriteLine(text);
    }

    /// <summary>Takes the status line away, before the shell's prompt comes back.</summary>
    public void Clear()
    {
        if (!terminal.IsInteractive || _shown.Length == 0) return;
        terminal.Error.Write("\r\u001b[K");
        terminal.Error.Flush();
        _shown = "";
    }
}
