namespace Shims.Tests.Tomlyn.Invalid;

/// <summary>The chapters "Table" and "Array of Tables" of the specification.</summary>
public class InvalidTableTests
{
    public static TheoryData<string, string, int, int> Documents => new()
    {
        { "a header has a name", "[]", 1, 2 },
        { "a header has a name, not blanks", "[ ]", 1, 3 },
        { "an array header has a name", "[[]]", 1, 3 },
        { "a header is closed", "[a", 1, 3 },
        { "a header is closed on its line", "[a\n]", 1, 3 },
        { "a header is closed before a comment", "[a # b]", 1, 4 },
        { "an opening bracket is no header", "[", 1, 2 },
        { "a header is closed by a square bracket", "[a}", 1, 3 },
        { "a header is alone on its line: entry", "[a] b = 1", 1, 5 },
        { "a header is alone on its line: header", "[a][b]", 1, 4 },
        { "a header is closed once", "[a]]", 1, 4 },
        { "an array header is closed twice", "[[a]", 1, 4 },
        { "an array header's brackets stand together at the end", "[[a] ]", 1, 4 },
        { "an array header's brackets stand together at the beginning", "[ [a]]", 1, 3 },
        { "an array header is closed on its line", "[[a]\n]", 1, 4 },
        { "an array header has two brackets, not three", "[[[a]]]", 1, 3 },
        { "names follow the rules of keys: empty part", "[a..b]", 1, 4 },
        { "names follow the rules of keys: leading dot", "[.a]", 1, 2 },
        { "names follow the rules of keys: trailing dot", "[a.]", 1, 4 },
        { "names follow the rules of keys: blank", "[a b]", 1, 4 },
        { "names follow the rules of keys: letters", "[é]", 1, 2 },
        { "names follow the rules of keys: equals sign", "[a = 1]", 1, 4 },
        { "names follow the rules of keys: closing quote", "[\"a]", 1, 2 },
        { "names follow the rules of keys: multi-line strings", "['''a''']", 1, 2 },
        { "tables cannot be defined more than once", "[fruit]\napple = \"red\"\n\n[fruit]\norange = \"orange\"", 4, 2 },
        { "tables cannot be defined more than once, in quotes", "[a]\n[\"a\"]", 2, 2 },
        { "tables cannot be defined more than once, with dots", "[a.b]\n[a . b]", 2, 6 },
        { "tables cannot be defined more than once, after a super-table", "[a.b]\n[a]\n[a]", 3, 2 },
        { "a table does not redefine a key", "[fruit]\napple = \"red\"\n\n[fruit.apple]\ntexture = \"smooth\"", 4, 8 },
        { "a table does not redefine a key of the root", "a = 1\n[a]", 2, 2 },
        { "a table does not go through a value", "a = 1\n[a.b.c]", 2, 2 },
        { "a key does not redefine a table", "[a.b]\n[a]\nb = 1", 3, 1 },
        { "a key does not redefine a table with an inline table", "[a.b.c]\n[a]\nb = { d = 1 }", 3, 1 },
        { "dotted keys do not redefine a table with a header", "[a.b.c]\nz = 9\n[a]\nb.c.t = 1", 4, 3 },
        { "dotted keys do not add to a table with a header", "[a.b]\nc = 1\n[a]\nb.d = 2", 4, 1 },
        { "a header does not redefine a table made by dotted keys", "[fruit]\napple.color = 1\napple.taste.sweet = true\n\n[fruit.apple]", 5, 8 },
        { "a header does not redefine a deeper table made by dotted keys", "[fruit]\napple.taste.sweet = true\n[fruit.apple.taste]", 3, 14 },
        { "a header does not redefine a table made by dotted keys in the root", "a.b = 1\n[a]", 2, 2 },
        { "an array header does not redefine a table made by dotted keys", "a.b = 1\n[[a]]", 2, 3 },
        { "a table does not become an array", "[fruit.physical]\ncolor = \"red\"\n\n[[fruit]]", 4, 3 },
        { "a table with a header does not become an array", "[a]\n[[a]]", 2, 3 },
        { "a value does not become an array of tables", "a = 1\n[[a]]", 2, 3 },
        { "an array of tables does not become a table", "[[a]]\n[a]", 2, 2 },
        { "an array of tables inside does not become a table", "[[a]]\n[[a.b]]\n[a.b]", 3, 4 },
        { "a table inside an element does not become an array", "[[a]]\n[a.b]\n[[a.b]]", 3, 5 },
        { "a table is defined once in each element", "[[a]]\n[a.b]\n[[a]]\n[a.b]\n[a.b]", 5, 4 },
        { "a key is defined once in each element", "[[a]]\nb = 1\n[[a]]\nb = 1\nb = 2", 5, 1 },
        { "dotted keys do not go through an array of tables", "[[a.b]]\n[a]\nb.y = 2", 3, 1 },
        { "a key does not redefine an array of tables", "[[a.b]]\n[a]\nb = []", 3, 1 },
        { "a key is defined once in a table", "[a]\nb = 1\nc = 2\nb = 3", 4, 1 },
    };

    [Theory]
    [MemberData(nameof(Documents))]
    public void Invalid_table_is_refused_at_its_place(string rule, string toml, int line, int column) => Refusal.Check(rule, toml, line, column);
}
