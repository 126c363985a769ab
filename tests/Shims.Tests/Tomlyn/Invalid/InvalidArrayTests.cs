namespace Shims.Tests.Tomlyn.Invalid;

/// <summary>The chapters "Array" and "Inline Table" of the specification.</summary>
public class InvalidArrayTests
{
    public static TheoryData<string, string, int, int> Documents => new()
    {
        { "an array must be closed", "a = [1, 2", 1, 10 },
        { "an array must be closed before the next entry", "a = [1,\n2,\nb = 3", 3, 1 },
        { "an array is closed by a square bracket", "a = [1)", 1, 6 },
        { "an array is not closed by a brace", "a = [1}", 1, 7 },
        { "an array inside must be closed", "a = [[1, 2]\n", 2, 1 },
        { "an array is closed once", "a = [1]]", 1, 8 },
        { "array values are separated by commas", "a = [1 2]", 1, 8 },
        { "array values are separated by commas, not newlines", "a = [\n1\n2\n]", 3, 1 },
        { "array values are separated by commas, not semicolons", "a = [\"b\"; \"c\"]", 1, 9 },
        { "an array has no leading comma", "a = [,1]", 1, 6 },
        { "an array has at most one trailing comma", "a = [1,,]", 1, 8 },
        { "an array of nothing has no comma", "a = [,]", 1, 6 },
        { "an array has no holes", "a = [1,,2]", 1, 8 },
        { "an array holds values", "a = [1, x, 2]", 1, 9 },
        { "an array holds values, not entries", "a = [b = 1]", 1, 6 },
        { "a wrong value deep in arrays is found", "a = [\n  [1],\n  [2, [3, 4x]],\n]", 3, 11 },
        { "the value after = is an array, not a comma", "a = , 1", 1, 5 },
        { "the value after = is no closing bracket", "a = ]", 1, 5 },
        { "the value after = is no closing brace", "a = }", 1, 5 },
        { "text after an array is invalid", "a = [\n1\n] x", 3, 3 },
        { "an inline table must be closed", "a = { b = 1", 1, 12 },
        { "an inline table must be closed before a comment", "a = { b = 1 # c\n}", 1, 13 },
        { "an inline table is closed by a brace", "a = { b = 1 ]", 1, 13 },
        { "an inline table's entries are separated by commas", "a = { b = 1 c = 2 }", 1, 13 },
        { "an inline table has no leading comma", "a = { , b = 1 }", 1, 7 },
        { "an inline table of nothing has no comma", "a = {,}", 1, 6 },
        { "an inline table has no holes", "a = { b = 1,, c = 2 }", 1, 13 },
        { "an inline table holds entries, not values", "a = { 1 }", 1, 9 },
        { "an inline table's entries have values", "a = { b = }", 1, 11 },
        { "an inline table's entries have keys", "a = { = 1 }", 1, 7 },
        { "an inline table's values are values", "a = { b = c }", 1, 11 },
        { "text after an inline table is invalid", "a = {} x", 1, 8 },
        { "a key is defined once in an inline table", "a = { b = 1, b = 2 }", 1, 14 },
        { "a dotted key is defined once in an inline table", "a = { b.c = 1, b.c = 2 }", 1, 18 },
        { "a value is not extended in an inline table", "a = { b = 1, b.c = 2 }", 1, 14 },
        { "an inline table inside is complete", "a = { b = { c = 1 }, b.d = 2 }", 1, 22 },
        { "a key is defined once in inline tables in arrays", "a = [{ b = 1 },\n { b = 1, b = 2 }]", 2, 11 },
        { "inline tables are complete: no keys can be added", "a = { b = 1 }\na.c = 2", 2, 1 },
        { "inline tables are complete: no sub-tables can be added", "a = { b = 1 }\n[a.c]", 2, 2 },
        { "inline tables are complete: deep inside too", "a = { b = { c = 1 } }\n[a.b]", 2, 2 },
        { "inline tables are complete: no array of tables inside", "a = { b = 1 }\n[[a.c]]", 2, 3 },
        { "an inline table cannot be used to redefine a table", "[a]\nb = 1\n[c]\n[d]\nx.y = 1\nx = {}", 6, 1 },
        { "static arrays are complete: no elements can be added", "a = []\n[[a]]", 2, 3 },
        { "static arrays are complete: tables in them too", "a = [{ b = 1 }]\n[a.c]", 2, 2 },
        { "static arrays are complete: arrays of tables in them too", "a = [{ b = 1 }]\n[[a.c]]", 2, 3 },
    };

    [Theory]
    [MemberData(nameof(Documents))]
    public void Invalid_array_or_inline_table_is_refused_at_its_place(string rule, string toml, int line, int column) =>
        Refusal.Check(rule, toml, line, column);
}
