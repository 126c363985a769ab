using Tomlyn.Syntax;

namespace Tomlyn.Parsing;

internal sealed partial class DocumentParser
{
    /// <summary>A table in braces, on one line; <see langword="null"/> when it is wrong, which is reported and its rest on this line passed.</summary>
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

    private void SkipInlineTable()
    {
        while (!AtRestOfLine() && _cursor.Peek() != '}') _cursor.Advance();
        _cursor.TryTake('}');
    }
}
