using System.Diagnostics;
using System.Text;
using Tomlyn.Parsing;
using Tomlyn.Syntax;

namespace Shims.Tests.Tomlyn;

/// <summary>Hostile documents cost little: time is linear, depth and errors are bounded.</summary>
public class LimitTests
{
    private const int Size = 1 << 20;

    public static TheoryData<string, string> Repeated => new()
    {
        { "a = ", "[" },
        { "", "[[" },
        { "a = ", "{a=" },
        { "a = [", "1," },
        { "a = [", "1 " },
        { "a = [", "x " },
        { "a = [", "{}," },
        { "a = [", "{a=1,}," },
        { "a = ", "\"" },
        { "a = \"\"\"", "\"\"" },
        { "a = \"\"\"", "\\\n" },
        { "a = \"", "\\" },
        { "a = \"", "\\q" },
        { "a = ", "9" },
        { "a = 0.", "9" },
        { "a = 1", "_" },
        { "", "a." },
        { "", "a" },
        { "", "a=1\n" },
        { "", "a\n" },
        { "", "[a]\n" },
        { "", "[[a]]\n" },
        { "", "#" },
        { "a = [", " " },
        { "a = [", "\n" },
        { "a = [\n", "\"x\n" },
        { "a = [\n", "'a\\\n" },
        { "", "\r" },
        { "a = \"", "\u0001" },
        { "a = [", "={" },
        { "", "a.b.c.d.e=1\n" },
        { "a = ", "2000-01-01 " },
    };

    [Theory]
    [MemberData(nameof(Repeated))]
    public void Megabyte_of_anything_takes_linear_time(string start, string repeated)
    {
        string toml = start + new StringBuilder().Insert(0, repeated, Size / repeated.Length);
        var watch = Stopwatch.StartNew();

        DocumentSyntax document = SyntaxParser.Parse(toml, "hostile.toml");

        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10), watch.Elapsed.ToString());
        Assert.True(document.Diagnostics.Count <= 100);
    }

    [Fact]
    public void Distinct_keys_and_tables_take_linear_time()
    {
        var toml = new StringBuilder();
        for (int i = 0; i < 60_000; i++) toml.Append("[t").Append(i).Append(".a]\nk").Append(i).Append(" = 1\n");
        var watch = Stopwatch.StartNew();

        Toml.Good(toml.ToString());

        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10), watch.Elapsed.ToString());
    }

    [Fact]
    public void Nesting_up_to_the_limit_is_read()
    {
        Toml.Good("a = " + new string('[', 128) + new string(']', 128));
        Toml.Good("a = " + string.Concat(Enumerable.Repeat("{a=", 127)) + "{}" + new string('}', 127));
        Assert.Equal([(1, 133)], Toml.ErrorPlaces("a = " + new string('[', 129) + new string(']', 129)));
    }

    [Fact]
    public void Key_of_as_many_parts_as_the_limit_is_read()
    {
        Toml.Good(string.Join('.', Enumerable.Repeat("a", 128)) + " = 1");
        Assert.Equal([(1, 257)], Toml.ErrorPlaces(string.Join('.', Enumerable.Repeat("a", 129)) + " = 1"));
    }

    [Fact]
    public void Message_repeats_only_a_little_of_a_long_word()
    {
        DocumentSyntax document = SyntaxParser.Parse("a = " + new string('x', Size), "hostile.toml");

        Assert.InRange(document.Diagnostics[0].Message.Length, 1, 200);
    }

    [Fact]
    public void Errors_stop_at_a_hundred() => Assert.Equal(100, Toml.ErrorPlaces(string.Concat(Enumerable.Repeat("a\n", 1000))).Length);
}
