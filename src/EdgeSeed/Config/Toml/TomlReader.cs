using EdgeSeed.Config.Values;
using Tomlyn;
using Tomlyn.Parsing;
using Tomlyn.Syntax;

namespace EdgeSeed.Config.Toml;

/// <summary>
/// Reads TOML 1.1 so that one mistake is one problem. After a mistake the parser reports what follows from it as well: its first report is
/// taken, the statement is blanked, and the text is parsed again. So one run shows everything wrong, and the rest can still be used.
/// </summary>
internal sealed class TomlReader
{
    /// <summary>Mistakes found in one text; what follows the last of them is not read.</summary>
    public const int MaxMistakes = 32;

    /// <summary>UTF-16 units parsed for one text, all parses taken together: a large text with many mistakes is not read to its end.</summary>
    private const int MaxParsed = 512 << 10;

    private readonly string[] _lines;
    private readonly ConfigProblemList _problems;
    private int _parsed;

    private TomlReader(string[] lines, ConfigProblemList problems) => (_lines, _problems) = (lines, problems);

    /// <summary>Parses a text.</summary>
    /// <returns>A tree without mistakes, of all statements that have none; tables for which <see cref="IsLost"/> holds are to be left out.</returns>
    public static DocumentSyntax Read(string text, ConfigProblemList problems) => new TomlReader(text.Split('\n'), problems).Read();

    /// <summary>Whether a table stands in the place of one whose header is wrong, so that nobody knows whose the entries below it are.</summary>
    public static bool IsLost(string table) => table.StartsWith('\0');

    private DocumentSyntax Read()
    {
        for (int mistakes = 0; ; mistakes++)
        {
            DocumentSyntax document = Parse(_lines.Length, out TomlMistake? found);
            if (found is not { } mistake) return document;
            TomlStatement statement = TomlStatement.StoppedAt(_lines, mistake.Line);
            if (mistakes == MaxMistakes || _parsed > MaxParsed)
            {
                _problems.Add(new ConfigPlace(statement.First + 1, 1, 1), "there are too many mistakes above: nothing is read from here on");
                return Parse(statement.First, out _);
            }
            if (statement.Unclosed is { } opening && (opening.Line, opening.Column).CompareTo((mistake.Line, mistake.Column)) <= 0) mistake = opening;
            _problems.Add(mistake.Place, mistake.Message);
            Blank(statement);
        }
    }

    // What does not look like a beginning behind it belongs to it. A blank header would give the entries below it to the table above.
    private void Blank(TomlStatement statement)
    {
        ReadOnlySpan<char> text = _lines[statement.First].AsSpan().Trim();
        bool isHeader = text.StartsWith('[') || (text.EndsWith(']') && text.Length > 1 && !text.Contains('='));
        int last = statement.Last;
        while (last + 1 < _lines.Length && !TomlStatementScan.Begins(_lines[last + 1])) last++;
        Array.Fill(_lines, "", statement.First, last - statement.First + 1);
        if (isHeader) _lines[statement.First] = $"[\"\\u0000{statement.First}\"]";
    }

    // With a last line end: Tomlyn 2.10.2 throws where a text ends within an escape.
    private DocumentSyntax Parse(int lines, out TomlMistake? mistake)
    {
        string text = string.Join('\n', _lines.AsSpan(0, lines)!) + "\n";
        _parsed += text.Length;
        try
        {
            DocumentSyntax document = SyntaxParser.Parse(text);
            DiagnosticMessage? first = document.Diagnostics.Where(message => message.Kind == DiagnosticMessageKind.Error).MinBy(message => message.Span.Start.Offset);
            mistake = first is null ? null : TomlMistake.Of(_lines, first.Span.Start.Line, first.Span.Start.Column, first.Message);
            return document;
        }
        catch (TomlException exception)
        {
            // Thrown for one reason: it is nested too deeply.
            mistake = TomlMistake.Of(_lines, exception.Span?.Start.Line ?? 0, exception.Span?.Start.Column ?? 0, exception.Message);
            return new DocumentSyntax();
        }
    }
}
