using System.Diagnostics;
using System.Text;
using EdgeSeed.Config.Binding;
using EdgeSeed.Config.Toml;
using EdgeSeed.Config.Values;
using Tomlyn.Syntax;

namespace EdgeSeed.Tests.Config;

/// <summary>One mistake in <c>seed.toml</c> is one sentence with its place, and takes nothing else with it.</summary>
public class TomlMistakeTests
{
    [Theory]
    [InlineData("a = \"x\nb = 1", "1:5: the text that begins here has no closing \" in its line", "b")]
    [InlineData("a = 'x\r\nb = 1\r\n", "1:5: the text that begins here has no closing ' in its line", "b")]
    [InlineData("a = \"\"\"x\nb = 1\nc = 2\n", "1:5: the text that begins here has no closing \"\"\"", "b c")]
    [InlineData("b = 1\na = '''x\ny\n", "2:5: the text that begins here has no closing '''", "b")]
    [InlineData("a = \"\\", "1:5: the text that begins here has no closing \" in its line", "")]
    [InlineData("a = \"\\u00", "1:5: the text that begins here has no closing \" in its line", "")]
    [InlineData("a = [\n  \"x,\n  \"y\"\n]\nb = 1", "2:3: the text that begins here has no closing \" in its line", "b")]
    [InlineData("a = [\n 1, 2\nb = 3\nc = 4", "1:5: this [ is not closed: expected ] before line 3", "b c")]
    [InlineData("a = [1\n[b]\nc = 1", "1:5: this [ is not closed: expected ] before line 2", "b")]
    [InlineData("b = 1\na = [1, # one\n 2 # two\n", "2:5: this [ is not closed: expected ]", "b")]
    [InlineData("a = {b = 1\nc = 2", "1:5: this { is not closed: expected } before line 2", "c")]
    [InlineData("a = {b = 1,\nc = 2\nd = 3", "1:5: this { is not closed: expected } before line 3", "d")]
    [InlineData("[a\nb = 1\n[c]", "1:3: expected ] after the table's name, found the end of the line", "c")]
    [InlineData("[a\n]\nb = 1", "1:3: expected ] after the table's name, found the end of the line", "")]
    [InlineData("[[a]\nb = 1\n[c]", "1:4: expected ]] after the table's name, found \"]\"", "c")]
    [InlineData("x = 1\n[b!]\nx = 2", "2:3: expected ] after the table's name, found \"!\"", "x")]
    [InlineData("[a.]\nb = 1", "1:4: expected a name, found \"]\"", "")]
    [InlineData("port 6881\nb = 1", "1:6: expected = and a value after the key, found \"6881\"", "b")]
    [InlineData("port: 6881", "1:5: expected = and a value after the key, found \":\"", "")]
    [InlineData("a =\nb = 1", "1:4: expected a value after =, found the end of the line", "b")]
    [InlineData("a =\n1\nb = 1", "1:4: expected a value after =, found the end of the line", "b")]
    [InlineData("= 1", "1:1: expected a key before =", "")]
    [InlineData("a == 1", "1:4: expected a value, found \"=\"", "")]
    [InlineData("a = yes", "1:5: \"yes\" is not a value: put text in quotes, and write true or false for yes or no", "")]
    [InlineData("a = O'Neil # it's\nb = 1", "1:5: \"O'Neil\" is not a value", "b")]
    [InlineData("a = 4 KB/s\nb = 1", "1:7: expected the end of the line, found \"KB/s\": put text in quotes, and # before a comment", "b")]
    [InlineData("a = 1, \nb = 1", "1:6: expected the end of the line, found \",\"", "b")]
    [InlineData("a = [1,,2]", "1:8: expected a value, found \",\"", "")]
    [InlineData("a = [\n\"x\"\n\"y\"\n]\nb = 1", "3:1: expected a comma before \"y\", or ] at the end of the array", "b")]
    [InlineData("a = {b = 1 c = 2}", "1:12: expected a comma before \"c\", or } at the end of the table", "")]
    [InlineData("a = 1 // one\nb = 1", "1:7: expected the end of the line, found \"//\"", "b")]
    [InlineData("]\nb = 1", "1:1: expected a key, a [table] or a # comment, found \"]\"", "b")]
    [InlineData("a = \"C:\\data\"", "1:9: \\d is not an escape: write \\\\ for a backslash, or put the text in '…'", "")]
    [InlineData("a = \"\\u00zz\"", "1:10: expected hexadecimal digits: 2 after \\x, 4 after \\u, 8 after \\U", "")]
    [InlineData("a = \"\\uD800\"", "1:7: this escape is not a character", "")]
    [InlineData("a = 9223372036854775808", "1:5: \"9223372036854775808\" is beyond 64 bits", "")]
    [InlineData("a = 0777", "1:5: a number has no leading zeros, found \"0777\"", "")]
    [InlineData("a = 1__0", "1:7: an underscore in a number stands between two digits", "")]
    [InlineData("a = 1979-13-45", "1:5: \"1979-13-45\" is not a date or time", "")]
    [InlineData("a = “x”\nb = 1", "1:5: typographic quotes (“) are not understood: write \" or '", "b")]
    [InlineData("a =\u00a01", "1:4: a character that cannot be seen (U+00A0) stands here", "")]
    [InlineData("b = 1\n\uFEFFa = 1", "2:1: a character that cannot be seen (U+FEFF) stands here", "b")]
    [InlineData("a = 1\u0001", "1:6: a character that cannot be seen (U+0001) stands here", "")]
    [InlineData("a = 1\rb = 1\r", "1:6: a carriage return stands alone: end lines with LF or CRLF", "")]
    [InlineData("[\0a\0]\0\n\0b\0=\01\0", "1:2: the file is not UTF-8 text here: a zero byte", "")]
    [InlineData("a = 1\na = 2", "2:1: \"a\" is set twice; the first time in line 1", "a")]
    [InlineData("[a]\nx = 1\n[b]\n[a]\nx = 1", "4:1: \"a\" is set twice; the first time in line 1", "a b")]
    [InlineData("a = {x = 1, x = 2}", "1:13: \"a.x\" is set twice; the first time in line 1", "")]
    public void Mistake_is_one_sentence_at_its_place(string text, string expected, string kept)
    {
        ConfigProblemList problems = new("F");

        ConfigValue root = ConfigTree.Read(text, problems);

        Assert.StartsWith("F:" + expected, Assert.Single(problems.Sorted()).ToString(), StringComparison.Ordinal);
        Assert.Equal(kept, string.Join(' ', root.Entries.Select(entry => entry.Key)));
    }

    [Fact]
    public void Mistakes_in_statements_of_their_own_are_each_reported()
    {
        const string Text = """
            port 6881
            name = EdgeSeed
            upload = 4 KB/s
            good = 1
            good = 2
            [limits
            peers = 1__000
            path = "C:\data"
            """;

        Assert.Equal([(1, 6), (2, 8), (3, 12), (5, 1), (6, 8), (7, 11), (8, 12)], Places(Text));
    }

    [Fact]
    public void Toml_1_1_is_accepted()
    {
        ConfigProblemList problems = new("F");

        ConfigValue root = ConfigTree.Read("a = {\n  b = \"\\e\\x41\", # text\n  c = 07:32,\n}\n", problems);

        Assert.Equal(0, problems.Count);
        Assert.Equal("\u001bA", root.Find("a")!.Value.Find("b")!.Value.Text);
    }

    [Fact]
    public void Mistakes_beyond_the_limit_are_one_more()
    {
        (int Line, int Column)[] places = Places(string.Concat(Enumerable.Repeat("a\n\n", 1_000)));

        Assert.Equal(TomlReader.MaxMistakes + 1, places.Length);
        Assert.Equal(((2 * TomlReader.MaxMistakes) + 1, 1), places[^1]);
    }

    [Theory]
    [InlineData("a = ", "[")]
    [InlineData("", "[[")]
    [InlineData("a = ", "{a=")]
    [InlineData("a = [", "1 ")]
    [InlineData("a = ", "\"")]
    [InlineData("a = \"\"\"", "\"\"")]
    [InlineData("a = \"", "\\")]
    [InlineData("a = \"", "\\q")]
    [InlineData("a = ", "9")]
    [InlineData("a = 1", "_")]
    [InlineData("", "a.")]
    [InlineData("", "a=1\n")]
    [InlineData("", "a\n\n")]
    [InlineData("", "[a]\n")]
    [InlineData("", "[[a]]\n")]
    [InlineData("a = [\n", "\"x\n")]
    [InlineData("", "a=[\n")]
    [InlineData("", "a='''\n")]
    [InlineData("", "a.b.c.d.e=1\n")]
    [InlineData("", "\r")]
    [InlineData("", "\u0001")]
    public void Largest_file_of_anything_costs_little(string start, string repeated)
    {
        string text = start + new StringBuilder().Insert(0, repeated, (ConfigLoader.MaxFileBytes - start.Length) / repeated.Length);
        var watch = Stopwatch.StartNew();

        (int Line, int Column)[] places = Places(text);

        Assert.InRange(places.Length, 0, TomlReader.MaxMistakes + 1);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(30), watch.Elapsed.ToString());
    }

    private static (int Line, int Column)[] Places(string text)
    {
        ConfigProblemList problems = new("F");
        DocumentSyntax document = TomlReader.Read(text, problems);
        Assert.False(document.HasErrors);
        return [.. problems.Sorted().Select(problem => (problem.Place.Line, problem.Place.Column))];
    }
}
