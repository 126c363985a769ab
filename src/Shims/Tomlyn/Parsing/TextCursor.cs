using Tomlyn.Syntax;

namespace Tomlyn.Parsing;

/// <summary>A place that moves forward through the text and knows its line and column.</summary>
internal sealed class TextCursor
{
    /// <summary>What <see cref="Peek"/> returns behind the last character.</summary>
    public const int End = -1;

    private const char ByteOrderMark = '\uFEFF';
    private readonly string _text;
    private readonly string _sourceName;
    private TextPosition _position;
    private TextPosition _last;

    /// <summary>Starts at the beginning, behind a byte order mark.</summary>
    public TextCursor(string text, string sourceName)
    {
        _text = text;
        _sourceName = sourceName;
        if (text.StartsWith(ByteOrderMark)) _position.Offset = 1;
    }

    /// <summary>Where the next character stands.</summary>
    public TextPosition Position => _position;

    /// <summary>The text as a whole.</summary>
    public string Text => _text;

    /// <summary>Whether the text is used up.</summary>
    public bool AtEnd => _position.Offset >= _text.Length;

    /// <summary>Whether only blanks stand before the next character on its line.</summary>
    public bool AtLineStart
    {
        get
        {
            int before = _position.Offset - 1;
            while (before >= 0 && _text[before] is ' ' or '\t') before--;
            return before < 0 || _text[before] == '\n';
        }
    }

    /// <summary>Whether a line ends here: LF or CR LF.</summary>
    public bool AtNewLine => Peek() == '\n' || (Peek() == '\r' && Peek(1) == '\n');

    /// <summary>Whether the next Unicode character takes two UTF-16 units.</summary>
    public bool AtSurrogatePair => Peek() is >= 0xD800 and <= 0xDBFF && Peek(1) is >= 0xDC00 and <= 0xDFFF;

    /// <summary>The UTF-16 unit so many places ahead, or <see cref="End"/>.</summary>
    public int Peek(int ahead = 0) => _position.Offset + ahead < _text.Length ? _text[_position.Offset + ahead] : End;

    /// <summary>Whether the text goes on with this.</summary>
    public bool At(string word) => string.CompareOrdinal(_text, _position.Offset, word, 0, word.Length) == 0;

    /// <summary>Moves over one UTF-16 unit.</summary>
    public void Advance()
    {
        _last = _position;
        char unit = _text[_position.Offset++];
        if (unit == '\n')
        {
            _position.Line++;
            _position.Column = 0;
        }
        else if (!char.IsHighSurrogate(unit) || Peek() is not (>= 0xDC00 and <= 0xDFFF))
        {
            _position.Column++;
        }
    }

    /// <summary>Moves over some UTF-16 units.</summary>
    public void Advance(int count)
    {
        for (; count > 0; count--) Advance();
    }

    /// <summary>Moves over this unit if it is next.</summary>
    public bool TryTake(char unit)
    {
        if (Peek() != unit) return false;
        Advance();
        return true;
    }

    /// <summary>Moves over the end of a line if it is next.</summary>
    public bool TryTakeNewLine()
    {
        if (!AtNewLine) return false;
        TryTake('\r');
        Advance();
        return true;
    }

    /// <summary>Moves over spaces and tabs.</summary>
    public void SkipBlanks()
    {
        while (Peek() is ' ' or '\t') Advance();
    }

    /// <summary>Moves behind the end of the line, whatever stands before it.</summary>
    public void SkipLine()
    {
        while (!AtEnd && Peek() != '\n') Advance();
        if (!AtEnd) Advance();
    }

    /// <summary>The span from a place up to the character before this one.</summary>
    public SourceSpan SpanFrom(TextPosition start) => new(_sourceName, start, _position.Offset > start.Offset ? _last : start);

    /// <summary>The span of the next character.</summary>
    public SourceSpan SpanHere() => new(_sourceName, _position, _position);
}
