using Tomlyn.Syntax;

namespace Tomlyn.Parsing;

internal sealed partial class DocumentParser
{
    /// <summary>A key of one part or several; <see langword="null"/> when it is wrong, which is reported.</summary>
    private KeySyntax? ParseKey()
    {
        TextPosition start = _cursor.Position;
        var key = new KeySyntax { Key = ParseKeyPart("expected a key, not ") };
        if (key.Key is null) return null;
        key.Span = _cursor.SpanFrom(start);
        while (TryTakeDot(out TextPosition dot))
        {
            if (key.DotKeys.ChildrenCount + 1 == SyntaxLimits.MaxKeyParts)
            {
                Fail($"a key may have at most {SyntaxLimits.MaxKeyParts} parts");
                return null;
            }
            var item = new DottedKeyItemSyntax { Key = ParseKeyPart("expected a key after the dot, not ") };
            if (item.Key is null) return null;
            item.Span = _cursor.SpanFrom(dot);
            key.DotKeys.Add(item);
            key.Span = _cursor.SpanFrom(start);
        }
        return key;
    }

    /// <summary>Takes a dot with the blanks around it; without a dot, leaves the blanks too.</summary>
    private bool TryTakeDot(out TextPosition dot)
    {
        int ahead = 0;
        while (_cursor.Peek(ahead) is ' ' or '\t') ahead++;
        dot = default;
        if (_cursor.Peek(ahead) != '.') return false;
        _cursor.Advance(ahead);
        dot = _cursor.Position;
        _cursor.Advance();
        _cursor.SkipBlanks();
        return true;
    }

    private BareKeyOrStringValueSyntax? ParseKeyPart(string complaint)
    {
        if (_cursor.At("\"\"\"") || _cursor.At("'''"))
        {
            Fail("a key cannot be a multi-line string");
            return null;
        }
        if (_cursor.Peek() is '"' or '\'') return ParseString();
        return ParseBareKey(complaint);
    }

    private BareKeySyntax? ParseBareKey(string complaint)
    {
        TextPosition start = _cursor.Position;
        while (IsBareKeyUnit(_cursor.Peek())) _cursor.Advance();
        int length = _cursor.Position.Offset - start.Offset;
        if (_cursor.Peek() > 0x7F)
        {
            Fail($"{Readable.Next(_cursor)} can stand in a key only within quotes");
            return null;
        }
        if (length == 0)
        {
            Fail(complaint + Readable.Next(_cursor));
            return null;
        }
        SourceSpan span = _cursor.SpanFrom(start);
        return new BareKeySyntax { Key = new SyntaxToken { Text = text.Substring(start.Offset, length), Span = span }, Span = span };
    }

    private static bool IsBareKeyUnit(int unit) => unit is '-' or '_' or (>= '0' and <= '9') or (>= 'A' and <= 'Z') or (>= 'a' and <= 'z');
}
