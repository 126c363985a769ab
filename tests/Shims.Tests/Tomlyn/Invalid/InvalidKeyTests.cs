namespace Shims.Tests.Tomlyn.Invalid;

/// <summary>The chapters "Key/Value Pair" and "Keys" of the specification.</summary>
public class InvalidKeyTests
{
    public static TheoryData<string, string, int, int> Documents => new()
    {
        { "the key, equals sign and value must be on the same line", "key =\n1", 1, 6 },
        { "the key and the equals sign must be on the same line", "key\n= 1", 1, 4 },
        { "unspecified values are invalid", "key = # INVALID", 1, 7 },
        { "unspecified values are invalid at the end of the file", "key = ", 1, 7 },
        { "there must be a newline (or EOF) after a key/value pair", "first = \"Tom\" last = \"Preston-Werner\"", 1, 15 },
        { "there must be a newline after a value in brackets", "a = [1] b = 2", 1, 9 },
        { "there must be a newline after a value in braces", "a = {} b = 2", 1, 8 },
        { "there must be a newline after a boolean", "a = true false", 1, 10 },
        { "there must be a newline after an integer", "a = 10 MB", 1, 8 },
        { "there must be a newline after a date", "a = 1979-05-27 7", 1, 16 },
        { "a key needs an equals sign", "key 1", 1, 5 },
        { "a key needs an equals sign, not a colon", "key: 1", 1, 4 },
        { "a key needs one equals sign", "key == 1", 1, 6 },
        { "a value is one value", "a = b = c", 1, 5 },
        { "a key alone is no entry", "key", 1, 4 },
        { "a quoted key alone is no entry", "\"key\"\n", 1, 6 },
        { "a bare key must be non-empty", "= 1", 1, 1 },
        { "a bare key must be non-empty after blanks", "\n \t= 1", 2, 3 },
        { "bare keys hold only ASCII letters, digits, underscores and dashes", "ʎǝʞ = 1", 1, 1 },
        { "bare keys hold only ASCII letters", "naïve = 1", 1, 3 },
        { "bare keys hold no emoji", "a🌱 = 1", 1, 2 },
        { "bare keys hold no exclamation mark", "a!b = 1", 1, 2 },
        { "bare keys hold no plus sign", "a+b = 1", 1, 2 },
        { "bare keys hold no at sign", "@a = 1", 1, 1 },
        { "bare keys hold no backslash", "\\u00c0 = 1", 1, 1 },
        { "bare keys hold no slash", "a/b = 1", 1, 2 },
        { "bare keys hold no blank", "a b = 1", 1, 3 },
        { "bare keys hold no quotes at the end", "a\"b\" = 1", 1, 2 },
        { "a key is not followed by a number sign", "a# = 1", 1, 2 },
        { "bare keys hold no control characters", "a\u0001 = 1", 1, 2 },
        { "a dotted key does not begin with a dot", ".a = 1", 1, 1 },
        { "a dotted key does not end in a dot", "a. = 1", 1, 4 },
        { "a dotted key has no empty parts", "a..b = 1", 1, 3 },
        { "a dotted key's parts are on one line", "a.\nb = 1", 1, 3 },
        { "a quoted key follows the rules of basic strings: escapes", "\"a\\q\" = 1", 1, 3 },
        { "a quoted key follows the rules of basic strings: closing quote", "\"a = 1", 1, 1 },
        { "a quoted key follows the rules of literal strings: closing quote", "'a = 1\n", 1, 1 },
        { "a quoted key follows the rules of basic strings: no newline", "\"a\nb\" = 1", 1, 1 },
        { "multi-line basic strings are not keys", "\"\"\"key\"\"\" = 1", 1, 1 },
        { "multi-line literal strings are not keys", "'''key''' = 1", 1, 1 },
        { "multi-line strings are not parts of keys", "a.'''key''' = 1", 1, 3 },
        { "defining a key multiple times is invalid", "name = \"Tom\"\nname = \"Pradyun\"", 2, 1 },
        { "bare keys and quoted keys are equivalent", "spelling = 1\n\"spelling\" = 2", 2, 1 },
        { "bare keys and literal quoted keys are equivalent", "spelling = 1\n'spelling' = 2", 2, 1 },
        { "escapes make equal keys", "a = 1\n\"\\u0061\" = 2", 2, 1 },
        { "the empty key can be defined once", "\"\" = 1\n'' = 2", 2, 1 },
        { "defining a dotted key twice is invalid", "a.b = 1\na.b = 2", 2, 3 },
        { "blanks around dots do not make another key", "a.b = 1\na . b = 2", 2, 5 },
        { "an integer cannot be turned into a table", "fruit.apple = 1\nfruit.apple.smooth = true", 2, 7 },
        { "a string cannot be turned into a table", "a = \"\"\na.b = 1", 2, 1 },
        { "a table made by dotted keys cannot become a value", "a.b = 1\na = 2", 2, 1 },
        { "a table made by dotted keys cannot become an inline table", "a.b = 1\na = {}", 2, 1 },
        { "an array cannot be turned into a table", "a = [1]\na.b = 2", 2, 1 },
        { "an inline table cannot be extended by dotted keys", "[product]\ntype = { name = \"Nail\" }\ntype.edible = false", 3, 1 },
    };

    [Theory]
    [MemberData(nameof(Documents))]
    public void Invalid_key_is_refused_at_its_place(string rule, string toml, int line, int column) => Refusal.Check(rule, toml, line, column);
}
