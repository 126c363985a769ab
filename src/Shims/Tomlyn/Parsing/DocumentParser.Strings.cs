using System.Text;
using Tomlyn.Syntax;

namespace Tomlyn.Parsing;

internal sealed partial class DocumentParser
{
    private readonly StringBuilder _string = new();

    /// <summary>A string of any of the four kinds.</summary>
    /// <returns><see langword="null"/> when it is wrong, which is reported once, at its first wrong character.</returns>
    private StringValueSyntax? ParseString()
    {
        TextPosition start = _cursor.Position;
        char quote = (char)_cursor.Peek();
        bool isMultiLine = _cursor.Peek(1) == quote && _cursor.Peek(2) == quote;
        _cursor.Advance(isMultiLine ? 3 : 1);
        if (isMultiLine) _cursor.TryTakeNewLine();
        _string.Clear();
        bool good = true;
        while (!AtStringEnd(quote, isMultiLine))
        {
            if (_cursor.AtEnd || (!isMultiLine && _cursor.AtNewLine))
            {
                _isLost |= isMultiLine;
                if (good) FailUnclosedString(start, isMultiLine);
                return null;
            }
            good &= quote == '"' && _cursor.Peek() == '\\' ? ReadEscape(isMultiLine, good) : ReadText(isMultiLine, good);
        }
        _cursor.Advance(isMultiLine ? 3 : 1);
        return good ? new StringValueSyntax { Value = _string.ToString(), Span = _cursor.SpanFrom(start) } : null;
    }

    /// <summary>Whether the closing quotes are next; one or two quotes before three belong to a multi-line string's text.</summary>
    private bool AtStringEnd(char quote, bool isMultiLine)
    {
        if (!isMultiLine) return _cursor.Peek() == quote;
        if (_cursor.Peek() != quote || _cursor.Peek(1) != quote || _cursor.Peek(2) != quote) return false;
        for (int spare = 0; spare < 2 && _cursor.Peek(3) == quote; spare++)
        {
            _string.Append(quote);
            _cursor.Advance();
        }
        return true;
    }

    private bool ReadText(bool isMultiLine, bool report)
    {
        if (isMultiLine && _cursor.AtNewLine)
        {
            if (_cursor.Peek() == '\r') _string.Append('\r');
            _string.Append('\n');
            return _cursor.TryTakeNewLine();
        }
        bool good = IsText();
        if (!good && report) Fail($"a string cannot contain {Readable.Next(_cursor)}");
        int units = _cursor.AtSurrogatePair ? 2 : 1;
        _string.Append(text, _cursor.Position.Offset, units);
        _cursor.Advance(units);
        return good;
    }

    private void FailUnclosedString(TextPosition start, bool isMultiLine)
    {
        string message = isMultiLine
            ? "the multi-line string that begins here is not closed"
            : "the string that begins here is not closed on its line";
        Fail(new SourceSpan(sourceName, start, start), message);
    }
}
