using Tomlyn.Parsing;
using Tomlyn.Syntax;

namespace EdgeSeed.Config;

/// <summary>
/// Reads TOML so that one mistake is one problem. After a mistake the parser reports what follows as well, so its first is taken, the line
/// is blanked, and the text is parsed again. The rest is kept, so that one run shows everything wrong.
/// </summary>
internal static class TomlReader
{
    /// <summary>Mistakes found in one text; the rest of it is not looked at.</summary>
    public const int MaxMistakes = 32;

    /// <summary>Parses a text.</summary>
    /// <returns>What is readable of it.</returns>
    public static DocumentSyntax Read(string text, string file, ConfigProblemList problems)
    {
        string[] lines = text.Split('\n');
        DocumentSyntax document = Parse(text, file);
        for (int mistakes = 0; document.HasErrors && mistakes < MaxMistakes; mistakes++)
        {
            DiagnosticMessage first = document.Diagnostics.Where(message => message.Kind == DiagnosticMessageKind.Error).MinBy(message => message.Span.Start.Offset)!;
            int line = Math.Clamp(first.Span.Start.Line, 0, lines.Length - 1);
            problems.Add(ConfigTree.PlaceOf(first.Span), first.Message.TrimEnd('.'));
            lines[line] = lines[line].TrimStart().StartsWith('[') ? $"[\"\\u0000{line}\"]" : "";
            document = Parse(string.Join('\n', lines), file);
        }
        return document;
    }

    // Tomlyn 2.10.2 throws where a text ends within an escape; with a last line end it reports that.
    private static DocumentSyntax Parse(string text, string file) => SyntaxParser.Parse(text + "\n", file);
}
