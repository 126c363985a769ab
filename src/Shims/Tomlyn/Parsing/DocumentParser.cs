using Tomlyn.Syntax;

namespace Tomlyn.Parsing;

/// <summary>Turns text into a tree line by line; what cannot be read is reported, and reading goes on at the next line.</summary>
internal sealed partial class DocumentParser(string text, string sourceName, ErrorLog errors)
{
    private readonly TextCursor _cursor = new(text, sourceName);

    /// <summary>How many arrays and inline tables are open.</summary>
    private int _depth;

    /// <summary>Whether an error left no way to read on within this entry: what is open around it is given up without further reports.</summary>
    private bool _isLost;

    /// <summary>Reads the whole text.</summary>
    public DocumentSyntax Parse()
    {
        var document = new DocumentSyntax();
        TextPosition start = _cursor.Position;
        SyntaxList<KeyValueSyntax> entries = document.KeyValues;
        while (!_cursor.AtEnd && !errors.IsFull)
        {
            _cursor.SkipBlanks();
            if (_cursor.Peek() == '[')
            {
                TableSyntaxBase table = ParseHeader();
                document.Tables.Add(table);
                entries = table.Items;
            }
            else if (!_cursor.AtEnd && !_cursor.AtNewLine && _cursor.Peek() != '#')
            {
                entries.Add(ParseEntryLine());
            }
            else
            {
                FinishLine();
            }
        }
        document.Span = _cursor.SpanFrom(start);
        return document;
    }

    /// <summary>An entry and the rest of its line.</summary>
    private KeyValueSyntax ParseEntryLine()
    {
        int line = _cursor.Position.Line;
        _isLost = false;
        (KeyValueSyntax entry, bool goOn) = ParseKeyValue();
        bool nextEntryBegins = _cursor.Position.Line > line && _cursor.AtLineStart;
        if (goOn) FinishLine(entry.Value is StringValueSyntax or ArraySyntax or InlineTableSyntax ? "" : "; a text needs quotes");
        else if (!nextEntryBegins) _cursor.SkipLine();
        return entry;
    }

    /// <summary>An entry without what follows it.</summary>
    /// <returns>The entry, and whether it could be read to its end; if not, the error is reported.</returns>
    private (KeyValueSyntax Entry, bool GoOn) ParseKeyValue()
    {
        TextPosition start = _cursor.Position;
        var entry = new KeyValueSyntax { Key = ParseKey() };
        bool goOn = entry.Key is not null && TakeEquals(start);
        if (goOn)
        {
            entry.Value = ParseValue();
            goOn = entry.Value is not null;
        }
        entry.Span = _cursor.SpanFrom(start);
        return (entry, goOn);
    }

    private bool TakeEquals(TextPosition keyStart)
    {
        Range key = keyStart.Offset.._cursor.Position.Offset;
        _cursor.SkipBlanks();
        if (!_cursor.TryTake('='))
        {
            return Fail($"expected = after the key {Readable.Excerpt(text.AsSpan()[key])}, not {Readable.Next(_cursor)}");
        }
        _cursor.SkipBlanks();
        return true;
    }

    /// <summary>Reads blanks, a comment and the end of the line; anything else is an error and skipped.</summary>
    /// <param name="advice">What to add to the report.</param>
    private void FinishLine(string advice = "")
    {
        _cursor.SkipBlanks();
        if (_cursor.Peek() == '#') SkipComment();
        if (_cursor.AtEnd || _cursor.TryTakeNewLine()) return;
        Fail($"expected the end of the line, not {Readable.Next(_cursor)}{advice}");
        _cursor.SkipLine();
    }

    /// <summary>Reads a comment up to the end of its line; reports the first character that may not stand in it.</summary>
    private void SkipComment()
    {
        bool reported = false;
        while (!_cursor.AtEnd && !_cursor.AtNewLine)
        {
            if (!reported && !IsText()) reported = !Fail($"a comment cannot contain {Readable.Next(_cursor)}");
            AdvanceCharacter();
        }
    }

    /// <summary>Whether the next character may stand in comments and strings: a tab, or a Unicode character that is no control.</summary>
    private bool IsText()
    {
        int next = _cursor.Peek();
        if (next < 0x20) return next == '\t';
        if (next == 0x7F) return false;
        return !char.IsSurrogate((char)next) || (char.IsHighSurrogate((char)next) && _cursor.Peek(1) is >= 0xDC00 and <= 0xDFFF);
    }

    /// <summary>Moves over one Unicode character, be it one UTF-16 unit or two.</summary>
    private void AdvanceCharacter() => _cursor.Advance(_cursor.AtSurrogatePair ? 2 : 1);

    /// <summary>Reports an error at the next character.</summary>
    /// <returns>Always <see langword="false"/>, for the caller to return.</returns>
    private bool Fail(string message) => Fail(_cursor.SpanHere(), message);

    /// <summary>Reports an error.</summary>
    /// <returns>Always <see langword="false"/>, for the caller to return.</returns>
    private bool Fail(SourceSpan span, string message)
    {
        errors.Add(span, message);
        return false;
    }
}
