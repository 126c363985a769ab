using Tomlyn.Syntax;

namespace Shims.Tests.Tomlyn;

/// <summary>Headers, and what they may define.</summary>
public class TableTests
{
    [Theory]
    [InlineData("[a]", "a")]
    [InlineData("[ a ]", "a")]
    [InlineData("[a.b.c]", "a", "b", "c")]
    [InlineData("[ d . e\t. f ]", "d", "e", "f")]
    [InlineData("[ j . \"ʞ\" . 'l' ]", "j", "ʞ", "l")]
    [InlineData("  [a] # comment", "a")]
    public void Header_decodes(string toml, params string[] names)
    {
        TableSyntaxBase table = Assert.Single(Toml.Good(toml).Tables);

        Assert.IsType<TableSyntax>(table);
        Assert.Equal(names, Toml.Names(table.Name));
    }

    [Theory]
    [InlineData("[[a]]", "a")]
    [InlineData("[[ a.b ]]", "a", "b")]
    public void Array_header_decodes(string toml, params string[] names)
    {
        TableSyntaxBase table = Assert.Single(Toml.Good(toml).Tables);

        Assert.IsType<TableArraySyntax>(table);
        Assert.Equal(names, Toml.Names(table.Name));
    }

    [Theory]
    [InlineData("[a]\n[b]\n[c]")]
    [InlineData("[x.y.z.w]\n[x]")]
    [InlineData("[a.b]\n[a.c]\n[a]\nd = 1")]
    [InlineData("[fruit.apple]\n[animal]\n[fruit.orange]")]
    [InlineData("[fruit]\napple.color = 'red'\napple.taste.sweet = true\n[fruit.apple.texture]\nsmooth = true")]
    [InlineData("[[p]]\n[[p]]\n[[p]]")]
    [InlineData("[[f]]\nn = 1\n[f.p]\nc = 1\n[[f.v]]\nn = 1\n[[f.v]]\nn = 2\n[[f]]\nn = 2\n[[f.v]]\nn = 1\n[f.p]")]
    [InlineData("[[a.b]]\n[a]\nc = 1")]
    [InlineData("[a]\nb.c = 1\n[a.b.d]\n[a.b.e]")]
    [InlineData("a.b = 1\n[c]\na.b = 1\n[c.a.d]")]
    [InlineData("[a]\nk = 1\n[a.b]\nk = 1\n[\"a\".'c']\nk = 1")]
    [InlineData("[[a]]\nb.c = 1\n[[a]]\nb.c = 1")]
    public void Tables_that_do_not_collide_are_good(string toml) => Toml.Good(toml);

    [Fact]
    public void Entries_belong_to_the_header_above_them()
    {
        DocumentSyntax document = Toml.Good("r = 0\n[a]\nx = 1\n\n# comment\ny = 2\n[[b]]\n[[b]]\nz = 3");

        Assert.Equal(1, document.KeyValues.ChildrenCount);
        Assert.Equal([2, 0, 1], document.Tables.Select(table => table.Items.ChildrenCount));
        Assert.Equal([(2, 1), (7, 1), (8, 1)], document.Tables.Select(table => Toml.Place(table.Span)));
    }
}
