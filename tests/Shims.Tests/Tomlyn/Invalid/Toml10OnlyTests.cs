namespace Shims.Tests.Tomlyn.Invalid;

/// <summary>What TOML 1.0 refuses and a later version may allow: a parser of that version is right to read these.</summary>
public class Toml10OnlyTests
{
    public static TheoryData<string, string, int, int> Documents => new()
    {
        { "an inline table has no trailing comma", "a = { b = 1, }", 1, 14 },
        { "an inline table stands on one line: after the brace", "a = {\n b = 1 }", 1, 6 },
        { "an inline table stands on one line: after a comma", "a = { b = 1,\n c = 2 }", 1, 13 },
        { "an inline table stands on one line: before the brace", "a = { b = 1\n}", 1, 12 },
        { "an inline table stands on one line: before an equals sign", "a = { b\n= 1 }", 1, 8 },
        { "an inline table holds no comments", "a = { # b\n}", 1, 7 },
        { "a time has seconds", "a = 07:32", 1, 5 },
        { "a date-time has seconds", "a = 1979-05-27T07:32", 1, 5 },
        { "a date-time with an offset has seconds", "a = 1979-05-27 07:32Z", 1, 5 },
        { "the escape e is reserved", "a = \"\\e[0m\"", 1, 6 },
        { "the escape x is reserved", "a = \"\\x41\"", 1, 6 },
    };

    [Theory]
    [MemberData(nameof(Documents))]
    public void Document_of_a_later_version_is_refused_at_its_place(string rule, string toml, int line, int column) =>
        Refusal.Check(rule, toml, line, column);
}
