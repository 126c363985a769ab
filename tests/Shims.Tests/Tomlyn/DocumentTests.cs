using Tomlyn.Parsing;
using Tomlyn.Syntax;

namespace Shims.Tests.Tomlyn;

/// <summary>What a document's tree looks like, and where its nodes stand.</summary>
public class DocumentTests
{
    [Fact]
    public void Document_with_entries_and_tables_keeps_their_order_and_place()
    {
        DocumentSyntax document = SyntaxParser.Parse("title = \"box\"\n\n[seeder]\nport = 6881 # peers\n[[seeder.schedule]]\nfrom = 22:00:00\n", "seed.toml");

        Assert.False(document.HasErrors, document.Diagnostics.ToString());
        KeyValueSyntax title = Assert.Single(document.KeyValues);
        Assert.Equal("box", Assert.IsType<StringValueSyntax>(title.Value).Value);
        Assert.Equal(2, document.Tables.ChildrenCount);
        TableSyntaxBase seeder = Assert.IsType<TableSyntax>(document.Tables.GetChild(0));
        Assert.Equal("seeder", Assert.IsType<BareKeySyntax>(seeder.Name!.Key).Key!.Text);
        KeyValueSyntax port = Assert.Single(seeder.Items);
        Assert.Equal(6881, Assert.IsType<IntegerValueSyntax>(port.Value).Value);
        Assert.Equal((3, 7), (port.Value!.Span.Start.Line, port.Value.Span.Start.Column));
        Assert.Equal((3, 10), (port.Value.Span.End.Line, port.Value.Span.End.Column));
        Assert.Equal("seed.toml", port.Span.FileName);
        Assert.IsType<TableArraySyntax>(document.Tables.GetChild(1));
    }
}
