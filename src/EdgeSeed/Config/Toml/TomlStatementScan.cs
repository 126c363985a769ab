namespace EdgeSeed.Config.Toml;

/// <summary>Finds where a statement ends (<see cref="TomlStatement"/>).</summary>
internal sealed class TomlStatementScan
{
    private readonly string[] _lines;
    private readonly int _first;
    private readonly Stack<(int Line, int Column)> _open = new();
    private TomlMistake? _unclosed;
    private int _line;
    private int _column;
    private char _before = '\n';
    private bool _isValue;

    /// <summary>Begins at a line.</summary>
    public TomlStatementScan(string[] lines, int first) => (_lines, _first, _line) = (lines, first, first);

    /// <summary>Goes on until the statement ends.</summary>
    public TomlStatement Run()
    {
        while (true)
        {
            if (!TryScanLine()) return new TomlStatement(_first, _line, _unclosed, RunsOn: true);
            bool isLast = _line + 1 == _lines.Length;
            if (_open.Count == 0 || isLast || BeginsAnother(_lines[_line + 1])) break;
            (_line, _column) = (_line + 1, 0);
        }
        return new TomlStatement(_first, _line, _unclosed ?? Unclosed(), RunsOn: false);
    }

    /// <summary>Whether a line looks as if an entry, a table or a comment began there, with a mistake or without, or is blank.</summary>
    public static bool Begins(string line)
    {
        ReadOnlySpan<char> text = line.AsSpan().Trim();
        int name = LengthOfName(text);
        return text.IsEmpty || text[0] is '#' or '[' || (name > 0 && name < text.Length && text[name] is (' ' or '\t' or '=' or ':'));
    }

    private TomlMistake? Unclosed()
    {
        if (!_open.TryPeek(out (int Line, int Column) place)) return null;
        char bracket = _lines[place.Line][place.Column];
        string where = _line + 1 == _lines.Length || _lines[_line + 1].Length == 0 ? "" : $" before line {_line + 2}";
        return new TomlMistake(place.Line, place.Column, 1, $"this {bracket} is not closed: expected {(bracket == '[' ? ']' : '}')}{where}");
    }

    // False when a text is left open to the end of the file: then the statement is the one line.
    private bool TryScanLine()
    {
        string line = _lines[_line];
        while (_column < line.Length)
        {
            char c = line[_column];
            if (c == '#') break;
            if (c is '"' or '\'')
            {
                if (!TrySkipText(c)) return false;
                line = _lines[_line];
                _before = c;
                continue;
            }
            if (c == '=') _isValue = true;
            else if (_isValue && c is ('[' or '{')) _open.Push((_line, _column));
            else if (c is ']' or '}' && _open.TryPeek(out var open) && _lines[open.Line][open.Column] == (c == ']' ? '[' : '{')) _open.Pop();
            if (!char.IsWhiteSpace(c)) _before = c;
            _column++;
        }
        return true;
    }

    private bool TrySkipText(char quote)
    {
        bool isLong = _lines[_line].AsSpan(_column).StartsWith(quote == '"' ? "\"\"\"" : "'''");
        string mark = isLong ? new string(quote, 3) : quote.ToString();
        (int line, int column) = (_line, _column + mark.Length);
        while (true)
        {
            int end = EndOfText(_lines[line], column, mark);
            if (end >= 0)
            {
                (_line, _column) = (line, end);
                return true;
            }
            if (!isLong || line + 1 == _lines.Length)
            {
                _unclosed ??= new TomlMistake(_line, _column, mark.Length, $"the text that begins here has no closing {mark}{(isLong ? "" : " in its line")}");
                _column = _lines[_line].Length;
                return !isLong;
            }
            (line, column) = (line + 1, 0);
        }
    }

    // The column behind the closing quotes; a long text may end in two quotes of its own before them.
    private static int EndOfText(string line, int column, string mark)
    {
        for (; column < line.Length; column++)
        {
            if (line[column] == '\\' && mark[0] == '"') column++;
            else if (line.AsSpan(column).StartsWith(mark))
            {
                column += mark.Length;
                for (int own = 0; mark.Length == 3 && own < 2 && column < line.Length && line[column] == mark[0]; own++) column++;
                return column;
            }
        }
        return -1;
    }

    // Whether a line cannot go on with what is open: an array has no keys; behind a table's entry comes a comma.
    private bool BeginsAnother(string line)
    {
        (int openLine, int openColumn) = _open.Peek();
        bool isArray = _lines[openLine][openColumn] == '[';
        ReadOnlySpan<char> text = line.AsSpan().Trim();
        if (text.StartsWith('[')) return IsHeader(text, isArray);
        int name = LengthOfName(text);
        return name > 0 && text[name..].TrimStart().StartsWith('=') && (isArray || _before is not (',' or '{'));
    }

    private static bool IsHeader(ReadOnlySpan<char> text, bool isInArray)
    {
        int comment = text.IndexOf('#');
        ReadOnlySpan<char> name = (comment < 0 ? text : text[..comment]).TrimEnd();
        if (!name.EndsWith(']')) return false;
        name = name.TrimStart('[').TrimEnd(']').Trim();
        if (LengthOfName(name) != name.Length || name.IsEmpty || name[0] is '"' or '\'') return false;
        return !isInArray || (char.IsAsciiLetter(name[0]) && name is not ("true" or "false" or "inf" or "nan"));
    }

    // A key, bare, quoted or dotted.
    private static int LengthOfName(ReadOnlySpan<char> text)
    {
        int length = 0;
        while (length < text.Length)
        {
            char c = text[length];
            if (char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.') length++;
            else if (c is '"' or '\'' && text[(length + 1)..].IndexOf(c) is >= 0 and int end) length += end + 2;
            else break;
        }
        return length;
    }
}
