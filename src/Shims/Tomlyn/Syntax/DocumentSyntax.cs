namespace Tomlyn.Syntax;


/// <summary>A whole document.</summary>
public sealed class DocumentSyntax : SyntaxNode
{
    /// <summary>What is wrong with it.</summary>
    public DiagnosticsBag Diagnostics { get; } = [];

    /// <summary>Whether it is not TOML.</summary>
    public bool HasErrors => Diagnostics.HasErrors;

    /// <summary>The entries before the first header.</summary>
    public SyntaxList<KeyValueSyntax> KeyValues { get; } = [];

    /// <summary>The headers with their entries.</summary>
    public SyntaxList<TableSyntaxBase> Tables { get; } = [];
}
