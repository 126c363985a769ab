using System.Buffers;
using System.Buffers.Text;
using System.Text;
using EdgeSeed.Languages;
using EdgeSeed.Protocol;
using EdgeSeed.Terminal;

namespace EdgeSeed.Web;

/// <summary>
/// Writes HTML as UTF-8 into a borrowed buffer, in the reader's language. Markup comes as literals; everything else passes through
/// <see cref="Text"/>.
/// </summary>
/// <param name="output">Not owned; the caller flushes.</param>
/// <param name="words">The language; its texts are for <see cref="Say(ReadOnlySpan{byte})"/>.</param>
internal readonly struct HtmlWriter(IBufferWriter<byte> output, Language words)
{
    /// <summary>The language.</summary>
    public Language Words => words;

    /// <summary>Writes markup as it is. Only literals belong here.</summary>
    public HtmlWriter Markup(ReadOnlySpan<byte> literal)
    {
        output.Write(literal);
        return this;
    }

    /// <summary>Writes a text of <see cref="Words"/> as it is.</summary>
    public HtmlWriter Say(ReadOnlySpan<byte> text) => Markup(text);

    /// <summary>Writes a text of <see cref="Words"/>, filled in (<see cref="Language.Fill"/>).</summary>
    public HtmlWriter Say(ReadOnlySpan<byte> text, string first, string second = "") => Text(Language.Fill(text, first, second));

    /// <summary>Writes an address or a link that is to be copied, with a button for it that the script shows.</summary>
    public HtmlWriter Code(string text) => Markup("<code>"u8).Text(text).Markup("</code><button type=\"button\" class=\"copy\" data-done=\""u8).Say(words.Copied)
        .Markup("\" hidden>"u8).Say(words.Copy).Markup("</button>"u8);

    /// <summary>Writes a number in plain digits.</summary>
    public HtmlWriter Number(long value)
    {
        Span<byte> digits = output.GetSpan(20);
        Utf8Formatter.TryFormat(value, digits, out int written);
        output.Advance(written);
        return this;
    }

    /// <summary>Writes a number with its thousands set apart.</summary>
    public HtmlWriter Count(long value) => Text(words.Count(value));

    /// <summary>Writes a size: <c>1.2 MB</c>, in Indonesian <c>1,2 MB</c>.</summary>
    public HtmlWriter Bytes(long bytes) => Text(words.Bytes(bytes));

    /// <summary>Writes a rate: <c>1.2 MB/s</c>.</summary>
    public HtmlWriter Rate(long bytesPerSecond) => Text(words.Rate(bytesPerSecond));

    /// <summary>Writes a time span: <c>2 h 5 min</c>.</summary>
    public HtmlWriter Duration(long seconds) => Text(words.Duration(seconds));

    /// <summary>
    /// Writes text, safe inside an element and inside a quoted attribute: the five significant characters become entities, and
    /// what may not be shown as it is (<see cref="ShownText"/>) becomes U+FFFD.
    /// </summary>
    public HtmlWriter Text(string text)
    {
        bool isFromRight = PrintableText.IsFromRight(text);
        Rune before = default;
        foreach (Rune rune in text.EnumerateRunes())
        {
            switch (rune.Value)
            {
                case '<': output.Write("&lt;"u8); break;
                case '>': output.Write("&gt;"u8); break;
                case '&': output.Write("&amp;"u8); break;
                case '"': output.Write("&quot;"u8); break;
                case '\'': output.Write("&#39;"u8); break;
                default: Write(ShownText.IsShown(rune, before, isFromRight) ? rune : Rune.ReplacementChar); break;
            }
            before = rune;
        }
        return this;
    }

    private void Write(Rune rune)
    {
        Span<byte> utf8 = output.GetSpan(4);
        output.Advance(rune.EncodeToUtf8(utf8));
    }
}
