namespace Tomlyn.Syntax;


/// <summary>A word of the text as it was written.</summary>
public class SyntaxToken : SyntaxNode
{
    /// <summary>The word.</summary>
    public string? Text { get; set; }
}
