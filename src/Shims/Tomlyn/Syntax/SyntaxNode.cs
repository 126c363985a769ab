namespace Tomlyn.Syntax;


/// <summary>A part of a document. Where the document has errors, parts that could not be read are <see langword="null"/>.</summary>
public abstract class SyntaxNode
{
    /// <summary>Where it stands in the text.</summary>
    public SourceSpan Span { get; internal set; }
}
