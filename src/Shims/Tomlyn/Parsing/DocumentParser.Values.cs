using System.Buffers;
using Tomlyn.Syntax;

namespace Tomlyn.Parsing;

internal sealed partial class DocumentParser
{
    private static readonly SearchValues<char> WordEnds = SearchValues.Create(" \t\r\n,]}#");

    /// <summary>A value; <see langword="null"/> when it is wrong, which is reported and the wrong part passed.</summary>
    private ValueSyntax? ParseValue()
    {
        switch (_cursor.Peek())
        {
            case '"' or '\'':
                return ParseString();
            case '[' or '{':
                return ParseNested();
            case TextCursor.End or '\n' or '\r' or '#' or ',' or ']' or '}' or '=':
                Fail($"expected a value, not {Readable.Next(_cursor)}");
                return null;
            default:
                return ParseScalar();
        }
    }

    private ValueSyntax? ParseNested()
    {
        if (_depth == SyntaxLimits.MaxNestingDepth)
        {
            _isLost = true;
            Fail($"arrays and inline tables may be nested at most {SyntaxLimits.MaxNestingDepth} deep");
            return null;
        }
        _depth++;
        ValueSyntax? value = _cursor.Peek() == '[' ? ParseArray() : ParseInlineTable();
        _depth--;
        return value;
    }

    /// <summary>A boolean, number, date or time: the word up to a blank, a separator or the end of the line.</summary>
    private ValueSyntax? ParseScalar()
    {
        TextPosition start = _cursor.Position;
        int length = ScalarLength(text.AsSpan(start.Offset));
        _cursor.Advance(length);
        SourceSpan span = _cursor.SpanFrom(start);
        ValueSyntax? value = ScalarText.Parse(text.AsSpan(start.Offset, length), out string problem);
        if (value is null) Fail(span, problem);
        else value.Span = span;
        return value;
    }

    /// <summary>How far the word goes; a date takes in a time that follows it after one space.</summary>
    private static int ScalarLength(ReadOnlySpan<char> rest)
    {
        int length = WordLength(rest);
        bool timeFollows = length == 10 && rest.Length > 13 && rest[10] == ' ' && rest[13] == ':'
            && DateTimeText.IsDigits(rest.Slice(11, 2)) && DateTimeText.LooksLikeDate(rest[..10]);
        return timeFollows ? 11 + WordLength(rest[11..]) : length;
    }

    private static int WordLength(ReadOnlySpan<char> rest)
    {
        int end = rest.IndexOfAny(WordEnds);
        return end < 0 ? rest.Length : end;
    }
}
