namespace Tomlyn.Syntax;


/// <summary>One place in an array.</summary>
public sealed class ArrayItemSyntax : SyntaxNode
{
    /// <summary>The value there; <see langword="null"/> where it could not be read.</summary>
    public ValueSyntax? Value { get; set; }
}
