namespace Tomlyn.Syntax;


/// <summary>A part of a key without quotes.</summary>
public sealed class BareKeySyntax : BareKeyOrStringValueSyntax
{
    /// <summary>The word; its <see cref="SyntaxToken.Text"/> is the name.</summary>
    public SyntaxToken? Key { get; set; }
}
