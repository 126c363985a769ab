namespace Shims.Tests.Tomlyn.Invalid;

/// <summary>The chapters "Spec" and "Comment" of the specification: what a text may hold at all.</summary>
public class InvalidTextTests
{
    public static TheoryData<string, string, int, int> Documents => new()
    {
        { "comments hold no control characters: U+0000", "# a\0b", 1, 4 },
        { "comments hold no control characters: U+0008", "a = 1 # \b", 1, 9 },
        { "comments hold no control characters: U+000C", "#\f", 1, 2 },
        { "comments hold no control characters: U+001F", "[a] #\u001F", 1, 6 },
        { "comments hold no control characters: U+007F", "a = [ # \u007F\n]", 1, 9 },
        { "comments hold no bare carriage return", "# a\rb", 1, 4 },
        { "newline is LF or CR LF: between entries", "a = 1\rb = 2", 1, 6 },
        { "newline is LF or CR LF: on a line alone", "\r", 1, 1 },
        { "newline is LF or CR LF: before LF at the end of another line", "a = 1\r\r\n", 1, 6 },
        { "newline is LF or CR LF: in arrays", "a = [\r1]", 1, 6 },
        { "white space is tab and space: vertical tab", "\va = 1", 1, 1 },
        { "white space is tab and space: form feed", "a =\f1", 1, 4 },
        { "white space is tab and space: no-break space", "a\u00A0= 1", 1, 2 },
        { "white space is tab and space: after a value", "a = 'b'\u00A0", 1, 8 },
        { "white space is tab and space: line separator", "a = 'b'\u2028b = 1", 1, 8 },
        { "a byte order mark stands at the start only", "a = 1\n\uFEFFb = 2", 2, 1 },
        { "a document holds no other text", "hello, world", 1, 6 },
        { "a comment does not begin with slashes", "// comment", 1, 1 },
        { "a comment does not begin with a semicolon", "; comment", 1, 1 },
        { "a document is no JSON", "{ \"a\": 1 }", 1, 1 },
        { "a document holds no null characters", "\0\0\0\0", 1, 1 },
    };

    [Theory]
    [MemberData(nameof(Documents))]
    public void Invalid_text_is_refused_at_its_place(string rule, string toml, int line, int column) => Refusal.Check(rule, toml, line, column);

    /// <summary>Not test data: half a surrogate pair would not survive being written down.</summary>
    [Fact]
    public void Invalid_half_of_a_surrogate_pair_is_refused_at_its_place()
    {
        const string rule = "a document holds Unicode characters only";
        Refusal.Check(rule, "a = \"x\uD800y\"", 1, 7);
        Refusal.Check(rule, "a = \"\uDC00\"", 1, 6);
        Refusal.Check(rule, "a = '\uDC00\uD800'", 1, 6);
        Refusal.Check(rule, "a = \"\"\"\n\uD800\uD800\uDC00\"\"\"", 2, 1);
        Refusal.Check(rule, "# 🌱\uD800", 1, 4);
        Refusal.Check(rule, "\uDC00 = 1", 1, 1);
        Refusal.Check(rule, "a = \uD800", 1, 5);
    }
}
