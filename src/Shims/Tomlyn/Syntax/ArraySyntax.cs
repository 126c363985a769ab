namespace Tomlyn.Syntax;


/// <summary>An array in square brackets.</summary>
public sealed class ArraySyntax : ValueSyntax
{
    /// <summary>What it holds.</summary>
    public SyntaxList<ArrayItemSyntax> Items { get; } = [];
}
