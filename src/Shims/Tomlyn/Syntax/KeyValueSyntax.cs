namespace Tomlyn.Syntax;


/// <summary>An entry <c>key = value</c>.</summary>
public sealed class KeyValueSyntax : SyntaxNode
{
    /// <summary>The key.</summary>
    public KeySyntax? Key { get; set; }

    /// <summary>The value; <see langword="null"/> where it could not be read.</summary>
    public ValueSyntax? Value { get; set; }
}
