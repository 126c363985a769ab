namespace Tomlyn.Syntax;


/// <summary>A table in braces.</summary>
public sealed class InlineTableSyntax : ValueSyntax
{
    /// <summary>What it holds.</summary>
    public SyntaxList<InlineTableItemSyntax> Items { get; } = [];
}
