using Tomlyn.Syntax;

namespace Tomlyn.Parsing;

internal sealed partial class DocumentParser
{
    /// <summary>
    /// An array. A wrong value in it is passed over and the array read on, so that every wrong value is reported;
    /// an array that is never closed ends where a line begins with a key and <c>=</c>.
    /// </summary>
    /// <returns><see langword="null"/> when it has no end.</returns>
    private ArraySyntax? ParseArray()
    {
        TextPosition start = _cursor.Position;
        var array = new ArraySyntax();
        _cursor.Advance();
        while (SkipToItem(start))
        {
            if (_cursor.TryTake(']'))
            {
                array.Span = _cursor.SpanFrom(start);
                return array;
            }
            TextPosition itemStart = _cursor.Position;
            var item = new ArrayItemSyntax { Value = ParseValue() };
            item.Span = _cursor.SpanFrom(itemStart);
            array.Items.Add(item);
            if (_isLost || !SkipToItem(start)) return null;
            TakeComma(afterError: item.Value is null);
        }
        return null;
    }

    /// <summary>Passes what may stand between values. Where the array is not closed, reports it and is lost.</summary>
    private bool SkipToItem(TextPosition start)
    {
        while (true)
        {
            _cursor.SkipBlanks();
            if (_cursor.Peek() == '#') SkipComment();
            if (_cursor.TryTakeNewLine()) continue;
            if (!errors.IsFull && !_cursor.AtEnd && !(_cursor.AtLineStart && EntryBeginsHere())) return true;
            _isLost = true;
            return Fail($"expected ] to close the array of line {start.Line + 1}, not {Readable.Next(_cursor)}");
        }
    }

    /// <summary>Takes a comma, or leaves the closing bracket. All else is passed, and reported unless it follows a wrong value.</summary>
    private void TakeComma(bool afterError)
    {
        if (_cursor.TryTake(',') || _cursor.Peek() == ']') return;
        if (!afterError) Fail($"expected , or ] after a value of the array, not {Readable.Next(_cursor)}");
        while (!_cursor.AtEnd && !_cursor.AtNewLine && _cursor.Peek() is not (',' or ']' or '#')) _cursor.Advance();
        _cursor.TryTake(',');
    }

    /// <summary>Whether a key and <c>=</c> come next: in an array, the sign that it was not closed.</summary>
    private bool EntryBeginsHere()
    {
        int ahead = 0;
        if (_cursor.Peek() is '"' or '\'') ahead = QuotedLength();
        while (_cursor.Peek(ahead) is '.' || IsBareKeyUnit(_cursor.Peek(ahead))) ahead++;
        while (_cursor.Peek(ahead) is ' ' or '\t') ahead++;
        return ahead > 0 && _cursor.Peek(ahead) == '=';
    }

    /// <summary>How far the string that comes next goes on this line, quotes included.</summary>
    private int QuotedLength()
    {
        int quote = _cursor.Peek();
        int ahead = 1;
        while (_cursor.Peek(ahead) != quote && _cursor.Peek(ahead) is not ('\n' or TextCursor.End))
        {
            ahead += quote == '"' && _cursor.Peek(ahead) == '\\' && _cursor.Peek(ahead + 1) != '\n' ? 2 : 1;
        }
        return ahead + 1;
    }
}
