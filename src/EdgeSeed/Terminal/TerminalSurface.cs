namespace EdgeSeed.Terminal;

/// <summary>Where a command writes, and what may be done there.</summary>
/// <param name="Output">Results: what a pipe or a file should get.</param>
/// <param name="Error">Messages, progress and the status line.</param>
/// <param name="IsInteractive">Whether a person watches: both streams are a terminal that can redraw.</param>
/// <param name="HasColour">Whether colours may be used (<c>NO_COLOR</c> unset, <c>TERM</c> not dumb).</param>
/// <param name="Columns">Width in character cells.</param>
internal sealed record TerminalSurface(TextWriter Output, TextWriter Error, bool IsInteractive, bool HasColour, int Columns)
{
    /// <summary>Assumed where the width cannot be known.</summary>
    public const int DefaultColumns = 80;

    /// <summary>Whether more than ASCII may be drawn. Where not, an ellipsis is three dots, for which <see cref="Columns"/> leaves room.</summary>
    public bool IsUnicode { get; init; } = true;

    /// <summary>Its width in cells as it is now; <see cref="Columns"/> is what it was at the start.</summary>
    public int CurrentColumns => IsInteractive ? Width(IsUnicode) : Columns;

    /// <summary>The process's own console.</summary>
    /// <param name="output">Where the command line was told to write results.</param>
    /// <param name="error">Where the command line was told to write messages.</param>
    public static TerminalSurface Detect(TextWriter output, TextWriter error)
    {
        bool dumb = Environment.GetEnvironmentVariable("TERM") is null or "" or "dumb";
        bool isConsole = ReferenceEquals(output, Console.Out) && !Console.IsOutputRedirected && !Console.IsErrorRedirected;
        bool colour = string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
        bool isPlain = PlainCharacters.IsWanted;
        return new TerminalSurface(
            isPlain ? new PlainCharacters(output) : output, isPlain ? new PlainCharacters(error) : error,
            isConsole && !dumb, isConsole && !dumb && colour, isConsole ? Width(!isPlain) : DefaultColumns)
        { IsUnicode = !isPlain };
    }

    /// <summary>Prints a QR code with an empty line around it; nothing where nobody watches or it does not fit.</summary>
    public void WriteQr(string text)
    {
        if (!IsInteractive || !IsUnicode) return;
        IReadOnlyList<string> lines = QrDrawing.Draw(text, HasColour, Columns);
        if (lines.Count == 0) return;
        Output.WriteLine();
        foreach (string line in lines) Output.WriteLine(line);
        Output.WriteLine();
    }

    private static int Width(bool isUnicode)
    {
        int room = isUnicode ? 0 : PlainCharacters.Growth;
        try { return (Console.WindowWidth is > 0 and int width ? width : DefaultColumns) - room; }
        catch (IOException) { return DefaultColumns - room; }
    }
}
