using System.Globalization;
using System.Text;
using Tomlyn.Syntax;

namespace Tomlyn.Parsing;

internal sealed partial class DocumentParser
{
    /// <summary>A backslash and what belongs to it; an unknown escape is reported at the backslash and passed.</summary>
    private bool ReadEscape(bool isMultiLine, bool report)
    {
        if (isMultiLine && TryFoldLines()) return true;
        TextPosition start = _cursor.Position;
        _cursor.Advance();
        int kind = _cursor.Peek();
        if (kind is 'u' or 'U') return ReadUnicodeEscape(start, kind == 'u' ? 4 : 8, report);
        char? meant = kind switch
        {
            'b' => '\b',
            't' => '\t',
            'n' => '\n',
            'f' => '\f',
            'r' => '\r',
            '"' => '"',
            '\\' => '\\',
            _ => null,
        };
        if (meant is { } character)
        {
            _string.Append(character);
            _cursor.Advance();
            return true;
        }
        string what = Readable.Next(_cursor);
        if (!_cursor.AtEnd && !_cursor.AtNewLine) AdvanceCharacter();
        string message = $"a backslash cannot stand before {what}; for a backslash itself write \\\\, or use single quotes";
        return report && Fail(_cursor.SpanFrom(start), message);
    }

    private bool ReadUnicodeEscape(TextPosition start, int digits, bool report)
    {
        _cursor.Advance();
        int count = 0;
        while (count < digits && char.IsAsciiHexDigit((char)Math.Max(0, _cursor.Peek(count)))) count++;
        ReadOnlySpan<char> number = text.AsSpan(_cursor.Position.Offset, count);
        _cursor.Advance(count);
        SourceSpan span = _cursor.SpanFrom(start);
        if (count < digits) return report && Fail(span, $"this escape needs {digits} hexadecimal digits");
        uint value = uint.Parse(number, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        if (!Rune.IsValid(value)) return report && Fail(span, $"U+{value:X4} is not a Unicode character");
        _string.Append(new Rune(value).ToString());
        return true;
    }

    /// <summary>A backslash with only blanks after it on its line drops all blanks and line ends up to the next character.</summary>
    private bool TryFoldLines()
    {
        int ahead = 1;
        while (_cursor.Peek(ahead) is ' ' or '\t') ahead++;
        if (_cursor.Peek(ahead) != '\n' && !(_cursor.Peek(ahead) == '\r' && _cursor.Peek(ahead + 1) == '\n')) return false;
        _cursor.Advance(ahead);
        do _cursor.SkipBlanks();
        while (_cursor.TryTakeNewLine());
        return true;
    }
}
