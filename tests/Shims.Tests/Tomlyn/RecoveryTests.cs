using Tomlyn.Parsing;
using Tomlyn.Syntax;

namespace Shims.Tests.Tomlyn;

/// <summary>One mistake does not hide the next, and is reported only once.</summary>
public class RecoveryTests
{
    [Fact]
    public void Mistakes_on_lines_of_their_own_are_each_reported()
    {
        const string toml = """
            port 6881
            name = EdgeSeed
            upload = 4 KB/s
            good = 1
            good = 2
            [limits
            peers = 1__000
            path = "C:\data"
            """;

        Assert.Equal([(1, 6), (2, 8), (3, 12), (5, 1), (6, 8), (7, 9), (8, 11)], Toml.ErrorPlaces(toml));
    }

    [Fact]
    public void Wrong_values_in_one_array_are_each_reported() =>
        Assert.Equal([(1, 6), (1, 12), (3, 3)], Toml.ErrorPlaces("a = [x, 1, y,\n  2,\n  +,\n  3]\nb = 1\n"));

    [Fact]
    public void Array_that_is_not_closed_ends_before_the_next_entry() =>
        Assert.Equal([(3, 1), (4, 5)], Toml.ErrorPlaces("a = [\n  1, 2\nb = 3\nc = x\n"));

    [Fact]
    public void Inline_table_over_several_lines_is_one_mistake() =>
        Assert.Equal([(1, 6)], Toml.ErrorPlaces("a = {\n  b = 1,\n  c = 2\n}\nd = 1\n"));

    [Fact]
    public void Inline_table_that_is_not_closed_hides_no_other_line() =>
        Assert.Equal([(1, 11), (2, 11)], Toml.ErrorPlaces("a = {b = 1\nc = { d = x }\n"));

    [Fact]
    public void Entries_below_a_wrong_header_are_not_taken_for_another_tables() =>
        Assert.Equal([(3, 3)], Toml.ErrorPlaces("[a]\nk = 1\n[b!]\nk = 2\n"));

    [Fact]
    public void Depth_beyond_the_limit_is_one_mistake() =>
        Assert.Equal([(1, 133), (2, 5)], Toml.ErrorPlaces("a = " + new string('[', 200) + "\nb = x\n"));

    [Fact]
    public void Multi_line_string_that_is_not_closed_is_one_mistake() =>
        Assert.Equal([(1, 6)], Toml.ErrorPlaces("a = [\"\"\"x\nb = 1\n"));

    [Fact]
    public void Message_says_place_gravity_and_what()
    {
        DocumentSyntax document = SyntaxParser.Parse("\nport 6881\n", "seed.toml");

        DiagnosticMessage message = Assert.Single(document.Diagnostics);
        Assert.Equal("seed.toml(2,6) : error : expected = after the key 'port', not '6'", message.ToString());
        Assert.Equal(DiagnosticMessageKind.Error, message.Kind);
    }

    [Fact]
    public void Document_with_mistakes_on_five_lines_reports_five()
    {
        DocumentSyntax document = SyntaxParser.Parse("a 1\nb = \nc = 10 MB\n[d\ne = [1, x]\n");

        Assert.Equal([0, 1, 2, 3, 4], document.Diagnostics.Select(message => message.Span.Start.Line));
    }
}
