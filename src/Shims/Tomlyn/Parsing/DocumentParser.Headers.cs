using Tomlyn.Syntax;

namespace Tomlyn.Parsing;

internal sealed partial class DocumentParser
{
    /// <summary>A header line. When it is wrong it has no name, so that the entries below it are not taken for another table's.</summary>
    private TableSyntaxBase ParseHeader()
    {
        TextPosition start = _cursor.Position;
        _cursor.Advance();
        bool isArray = _cursor.TryTake('[');
        TableSyntaxBase table = isArray ? new TableArraySyntax() : new TableSyntax();
        _cursor.SkipBlanks();
        KeySyntax? name = ParseKey();
        if (name is not null && TakeClosingBrackets(isArray))
        {
            table.Name = name;
            table.Span = _cursor.SpanFrom(start);
            FinishLine();
        }
        else
        {
            table.Span = _cursor.SpanFrom(start);
            _cursor.SkipLine();
        }
        return table;
    }

    private bool TakeClosingBrackets(bool isArray)
    {
        _cursor.SkipBlanks();
        string expected = isArray ? "]]" : "]";
        if (!_cursor.At(expected)) return Fail($"expected {expected} after the name of the table, not {Readable.Next(_cursor)}");
        _cursor.Advance(expected.Length);
        return true;
    }
}
