namespace Tomlyn.Syntax;


/// <summary>A header line and the entries below it, up to the next header.</summary>
public abstract class TableSyntaxBase : SyntaxNode
{
    private protected TableSyntaxBase()
    {
    }

    /// <summary>The key in the brackets; <see langword="null"/> where the header could not be read.</summary>
    public KeySyntax? Name { get; set; }

    /// <summary>The entries.</summary>
    public SyntaxList<KeyValueSyntax> Items { get; } = [];
}
