namespace Shims.Tests.Tomlyn.Invalid;

/// <summary>The chapter "String" of the specification.</summary>
public class InvalidStringTests
{
    public static TheoryData<string, string, int, int> Documents => new()
    {
        { "a basic string must be closed", "a = \"open", 1, 5 },
        { "a basic string must be closed on its line", "a = \"open\nb\"", 1, 5 },
        { "a basic string must be closed before CR LF", "a = \"open\r\n", 1, 5 },
        { "a basic string whose closing quote is escaped is not closed", "a = \"open\\\"", 1, 5 },
        { "a basic string is not closed by another quote", "a = \"open'", 1, 5 },
        { "text needs quotes", "a = text", 1, 5 },
        { "text after a string is invalid", "a = \"b\" c", 1, 9 },
        { "strings are not joined", "a = \"b\" \"c\"", 1, 9 },
        { "control characters must be escaped: U+0000", "a = \"x\0\"", 1, 7 },
        { "control characters must be escaped: U+0008", "a = \"\b\"", 1, 6 },
        { "control characters must be escaped: U+000B", "a = \"\v\"", 1, 6 },
        { "control characters must be escaped: U+000C", "a = \"\f\"", 1, 6 },
        { "control characters must be escaped: U+001F", "a = \"\u001F\"", 1, 6 },
        { "control characters must be escaped: U+007F", "a = \"ab\u007F\"", 1, 8 },
        { "control characters must be escaped: carriage return", "a = \"x\ry\"", 1, 7 },
        { "all other escape sequences are reserved: a", "a = \"\\a\"", 1, 6 },
        { "all other escape sequences are reserved: zero", "a = \"x\\0\"", 1, 7 },
        { "all other escape sequences are reserved: slash", "a = \"\\/\"", 1, 6 },
        { "all other escape sequences are reserved: single quote", "a = \"it\\'s\"", 1, 8 },
        { "all other escape sequences are reserved: blank", "a = \"a \\ b\"", 1, 8 },
        { "all other escape sequences are reserved: capital N", "a = \"\\N\"", 1, 6 },
        { "all other escape sequences are reserved: a path", "a = \"C:\\data\"", 1, 8 },
        { "a basic string has no line-ending backslash", "a = \"b\\\nc\"", 1, 7 },
        { "\\u needs four hexadecimal digits", "a = \"\\u12\"", 1, 6 },
        { "\\u needs hexadecimal digits", "a = \"\\u00zz\"", 1, 6 },
        { "\\U needs eight hexadecimal digits", "a = \"\\U0001F33\"", 1, 6 },
        { "\\U needs eight digits before the end", "a = \"\\U0001F331", 1, 5 },
        { "escapes must be Unicode scalar values: lowest surrogate", "a = \"\\uD800\"", 1, 6 },
        { "escapes must be Unicode scalar values: highest surrogate", "a = \"\\uDFFF\"", 1, 6 },
        { "escapes must be Unicode scalar values: long surrogate", "a = \"\\U0000D800\"", 1, 6 },
        { "escapes must be Unicode scalar values: a pair of surrogates", "a = \"\\uD83C\\uDF31\"", 1, 6 },
        { "escapes must be Unicode scalar values: beyond 10FFFF", "a = \"\\U00110000\"", 1, 6 },
        { "escapes must be Unicode scalar values: FFFFFFFF", "a = \"\\UFFFFFFFF\"", 1, 6 },
        { "a multi-line basic string must be closed", "a = \"\"\"\nb\n", 1, 5 },
        { "a multi-line basic string needs three closing quotes", "a = \"\"\"b\"\"\n", 1, 5 },
        { "three quotes close a multi-line basic string", "a = \"\"\"b\"\"\"c\"\"\"", 1, 12 },
        { "at most two quotes stand before the closing quotes", "a = \"\"\"b\"\"\"\"\"\"", 1, 14 },
        { "multi-line basic strings escape control characters", "a = \"\"\"\nb\u0001\"\"\"", 2, 2 },
        { "multi-line basic strings hold no bare carriage return", "a = \"\"\"\n\rb\"\"\"", 2, 1 },
        { "escapes of multi-line basic strings are the same", "a = \"\"\"\n \\x\"\"\"", 2, 2 },
        { "a line-ending backslash is followed by blanks only", "a = \"\"\"\nb \\ c\n\"\"\"", 2, 3 },
        { "a backslash before the closing quotes escapes one of them", "a = \"\"\"b\\\"\"\"\n", 1, 5 },
        { "a literal string must be closed", "a = 'open", 1, 5 },
        { "a literal string must be closed on its line", "a = 'open\n'", 1, 5 },
        { "a literal string has no escapes, so it holds no single quote", "a = 'it\\'s'", 1, 10 },
        { "a literal string holds no control characters", "a = 'a\u0001'", 1, 7 },
        { "a literal string holds no delete character", "a = '\u007F'", 1, 6 },
        { "a multi-line literal string must be closed", "a = '''\nb''\n", 1, 5 },
        { "three single quotes close a multi-line literal string", "a = '''b'''''' ", 1, 14 },
        { "a multi-line literal string holds no control characters", "a = '''\n\u0001'''", 2, 1 },
        { "a multi-line literal string holds no bare carriage return", "a = '''b\rc'''", 1, 9 },
    };

    [Theory]
    [MemberData(nameof(Documents))]
    public void Invalid_string_is_refused_at_its_place(string rule, string toml, int line, int column) => Refusal.Check(rule, toml, line, column);
}
