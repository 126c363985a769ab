using Tomlyn.Syntax;

namespace Shims.Tests.Tomlyn;

/// <summary>Arrays and inline tables.</summary>
public class ArrayTests
{
    [Theory]
    [InlineData("[]", 0)]
    [InlineData("[ \n # nothing \n ]", 0)]
    [InlineData("[1]", 1)]
    [InlineData("[1,]", 1)]
    [InlineData("[1, 2, 3]", 3)]
    [InlineData("[1,2 , 3 , ]", 3)]
    [InlineData("[\n  1, # one\n  2 # two\n  , 3\n]", 3)]
    [InlineData("[\r\n1,\r\n2\r\n]", 2)]
    [InlineData("[1, \"two\", 3.0, [4], { five = 5 }, 1979-05-27, 07:32:00, true]", 8)]
    [InlineData("[1979-05-27 07:32:00Z, 1979-05-27]", 2)]
    [InlineData("[\n\"a=b\",\n'c'\n,\n\"d\\\" = \"\n]", 3)]
    [InlineData("[[[[]]]]", 1)]
    public void Array_decodes(string toml, int count) => Assert.Equal(count, Toml.Value<ArraySyntax>("v = " + toml).Items.ChildrenCount);

    [Fact]
    public void Array_values_keep_order_and_place()
    {
        ArraySyntax array = Toml.Value<ArraySyntax>("v = [\n  10,\n  20,\n]");

        Assert.Equal([10L, 20L], array.Items.Select(item => ((IntegerValueSyntax)item.Value!).Value));
        Assert.Equal([(2, 3), (3, 3)], array.Items.Select(item => Toml.Place(item.Value!.Span)));
        Assert.Equal((1, 5), Toml.Place(array.Span));
        Assert.Equal((3, 0), (array.Span.End.Line, array.Span.End.Column));
    }

    [Theory]
    [InlineData("{}", 0)]
    [InlineData("{ }", 0)]
    [InlineData("{a=1}", 1)]
    [InlineData("{ a = 1, b.c = 2, \"d e\" = 3 }", 3)]
    [InlineData("{ a = [\n1,\n2\n], b = { c = '' } }", 2)]
    [InlineData("{ a = \"\"\"\n}\"\"\" }", 1)]
    [InlineData("{ a.b = 1, a.c = 2 }", 2)]
    public void Inline_table_decodes(string toml, int count) => Assert.Equal(count, Toml.Value<InlineTableSyntax>("v = " + toml).Items.ChildrenCount);

    [Fact]
    public void Inline_table_entries_are_entries()
    {
        InlineTableSyntax table = Toml.Value<InlineTableSyntax>("v = { first.x = 1, last = true }");

        Assert.Equal(["first", "x"], Toml.Names(table.Items.GetChild(0)!.KeyValue!.Key));
        Assert.True(Assert.IsType<BooleanValueSyntax>(table.Items.GetChild(1)!.KeyValue!.Value).Value);
        Assert.Equal((1, 20), Toml.Place(table.Items.GetChild(1)!.KeyValue!.Span));
    }

    [Fact]
    public void Inline_tables_in_an_array_may_use_the_same_keys() => Toml.Good("v = [{ a = 1 }, { a = 2, b = { a = 3 } }]");
}
