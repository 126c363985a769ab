using System.Buffers;
using System.Globalization;
using System.Text;
using EdgeSeed.Config.Values;

namespace EdgeSeed.Config.Toml;

/// <summary>A place in a TOML text, and in a sentence what is wrong there and how it is written.</summary>
/// <param name="Line">From 0.</param>
/// <param name="Column">From 0, in UTF-16 units.</param>
/// <param name="Length">Units that it is about, at least 1.</param>
/// <param name="Message">The sentence.</param>
internal readonly record struct TomlMistake(int Line, int Column, int Length, string Message)
{
    /// <summary>The place as people count.</summary>
    public ConfigPlace Place => new(Line + 1, Column + 1, Length);

    /// <summary>Puts what Tomlyn 2.10.2 reports, which is about tokens, into the words of someone who writes a file.</summary>
    /// <param name="lines">The text.</param>
    /// <param name="line">Where, from 0.</param>
    /// <param name="column">Where, from 0.</param>
    /// <param name="report">Tomlyn's message.</param>
    public static TomlMistake Of(string[] lines, int line, int column, string report)
    {
        line = Math.Clamp(line, 0, lines.Length - 1);
        column = Math.Clamp(column, 0, lines[line].Length);
        string found = FoundAt(lines[line], column);
        string sentence = UnusualCharacter(lines[line], column) ?? Sentence(report, found, column > 0 ? lines[line][column - 1] : '\n');
        return new TomlMistake(line, column, Math.Max(1, found.Length), sentence);
    }

    private static readonly SearchValues<char> Ends = SearchValues.Create(" \t,=[]{}#");

    private static string Sentence(string report, string found, char before)
    {
        if (report.Contains("is already defined at (", StringComparison.Ordinal)) return SetTwice(report);
        if (report.Contains("escape character", StringComparison.Ordinal) && before != '\\') report = "Invalid escape";
        string shown = found switch
        {
            "" => "the end of the line",
            ['"' or '\'', ..] => Printable.Shorten(found),
            _ => $"\"{Printable.Shorten(found)}\"",
        };
        foreach ((string sign, string sentence) in found is [',' or '=' or ']' or '}'] ? AboutSigns : AboutWords)
        {
            if (report.Contains(sign, StringComparison.Ordinal)) return string.Format(CultureInfo.InvariantCulture, sentence, shown, found.Length > 0 ? found[0] : ' ');
        }
        return Printable.Shorten(report.TrimEnd('.'));
    }

    // The first that is part of the report counts.
    private static readonly (string Sign, string Sentence)[] AboutWords =
    [
        ("Expecting `=` after a key", "expected = and a value after the key, found {0}"),
        ("end-of-line found while expecting a value", "expected a value after =, found the end of the line"),
        ("for a value", "{0} is not a value: put text in quotes, and write true or false for yes or no"),
        ("Missing a `,`", "expected a comma before {0}, or ] at the end of the array"),
        ("closing `]` for an array", "expected a comma before {0}, or ] at the end of the array"),
        ("while parsing inline table", "expected a comma before {0}, or }} at the end of the table"),
        ("for a base key", "expected a name, found {0}"),
        ("while expecting `]]`", "expected ]] after the table's name, found {0}"),
        ("while expecting `]`", "expected ] after the table's name, found {0}"),
        ("while expecting token `newline`", "expected the end of the line, found {0}: put text in quotes, and # before a comment"),
        ("] found", "expected a key, a [table] or a # comment, found {0}"),
        ("escape character", "\\{1} is not an escape: write \\\\ for a backslash, or put the text in '…'"),
        ("Invalid escape", "expected hexadecimal digits: 2 after \\x, 4 after \\u, 8 after \\U; write \\\\ for a backslash"),
        ("Invalid Unicode scalar value", "this escape is not a character"),
        ("Invalid \\r", "a carriage return stands alone: end lines with LF or CRLF"),
        ("Unable to parse integer", "{0} is beyond 64 bits"),
        ("leading zero", "a number has no leading zeros, found {0}"),
        ("underscore", "an underscore in a number stands between two digits"),
        ("date time", "{0} is not a date or time: put text in quotes"),
        ("after the float dot", "a number has digits before and after its point"),
        ("maximum depth", "arrays and tables are nested deeper than 64"),
    ];

    private static readonly (string Sign, string Sentence)[] AboutSigns =
    [
        ("for a value", "expected a value, found {0}"),
        ("while parsing inline table", "expected a key, or }} at the end of the table, found {0}"),
        ("while expecting token `newline`", "expected the end of the line, found {0}"),
        ("Unexpected token [=] found", "expected a key before ="),
        .. AboutWords,
    ];

    private static string SetTwice(string report)
    {
        ReadOnlySpan<char> rest = report.AsSpan(report.IndexOf("is already defined at (", StringComparison.Ordinal) + "is already defined at (".Length);
        string[] parts = report.Split('`');
        return $"\"{Printable.Shorten(parts.Length > 1 ? parts[1] : "")}\" is set twice; the first time in line {rest[..Math.Max(0, rest.IndexOf(','))]}";
    }

    // What stands at a place, up to where a reader sees it end.
    private static string FoundAt(string line, int column)
    {
        ReadOnlySpan<char> rest = line.AsSpan(column).TrimEnd();
        if (rest.IsEmpty || rest[0] == '#') return "";
        int end = rest[0] is '"' or '\'' ? rest[1..].IndexOf(rest[0]) + 1 : rest.IndexOfAny(Ends) - 1;
        return (end < -1 ? rest : rest[..(Math.Max(0, end) + 1)]).ToString();
    }

    // What a word processor or a web page leaves in a text that is pasted.
    private static string? UnusualCharacter(string line, int column)
    {
        if (column >= line.Length || Rune.DecodeFromUtf16(line.AsSpan(column), out Rune rune, out _) != OperationStatus.Done) return null;
        string code = $"U+{rune.Value:X4}";
        return Rune.GetUnicodeCategory(rune) switch
        {
            _ when rune.Value is ' ' or '\t' or '\r' => null,
            UnicodeCategory.InitialQuotePunctuation or UnicodeCategory.FinalQuotePunctuation => $"typographic quotes ({rune}) are not understood: write \" or '",
            UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
                => $"a character that cannot be seen ({code}) stands here",
            _ => null,
        };
    }
}
