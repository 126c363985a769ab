namespace Tomlyn.Syntax;


/// <summary>One entry of an inline table.</summary>
public sealed class InlineTableItemSyntax : SyntaxNode
{
    /// <summary>The entry.</summary>
    public KeyValueSyntax? KeyValue { get; set; }
}
