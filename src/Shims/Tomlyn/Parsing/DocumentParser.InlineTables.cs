using Tomlyn.Syntax;

namespace Tomlyn.Parsing;

internal sealed partial class DocumentParser
{
    /// <summary>A table in braces, on one line.</summary>
    /// <returns><see langword="null"/> when it is wrong, which is reported and its rest passed.</returns>
    private InlineTableSyntax? ParseInlineTable()
    {
        TextPosition start = _cursor.Position;
        var table = new InlineTableSyntax();
        _cursor.Advance();
        _cursor.SkipBlanks();
        bool goOn = _cursor.Peek() == '}' || ParseInlineEntries(table);
        if (goOn) _cursor.Advance();
        else if (!_isLost) SkipInlineTable();
        table.Span = _cursor.SpanFrom(start);
        return goOn ? table : null;
    }

    /// <summary>Reads entries up to the closing brace.</summary>
    private bool ParseInlineEntries(InlineTableSyntax table)
    {
        while (true)
        {
            _cursor.SkipBlanks();
            if (_cursor.Peek() == '}') return Fail("an inline table cannot end in a comma");
            if (AtRestOfLine()) return FailUnclosed();
            (KeyValueSyntax entry, bool goOn) = ParseKeyValue();
            table.Items.Add(new InlineTableItemSyntax { KeyValue = entry, Span = entry.Span });
            if (!goOn) return false;
            _cursor.SkipBlanks();
            if (_cursor.Peek() == '}') return true;
            if (AtRestOfLine()) return FailUnclosed();
            if (!_cursor.TryTake(',')) return Fail($"expected , or }} in the inline table, not {Readable.Next(_cursor)}");
        }
    }

    private bool AtRestOfLine() => _cursor.AtEnd || _cursor.AtNewLine || _cursor.Peek() == '#';

    private bool FailUnclosed() => Fail("an inline table must be closed on the line where it begins");

    /// <summary>Passes what is left of a wrong inline table: up to its closing brace, or to the end of the line when it has none.</summary>
    private void SkipInlineTable()
    {
        ReadOnlySpan<char> rest = text.AsSpan(_cursor.Position.Offset);
        int brace = rest.IndexOfAny('{', '}');
        bool closesLater = brace >= 0 && rest[brace] == '}' && !rest[..brace].Contains("\n[", StringComparison.Ordinal);
        int length = closesLater ? brace + 1 : rest.IndexOfAny("\n#");
        _cursor.Advance(length < 0 ? rest.Length : length);
    }
}
