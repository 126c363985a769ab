namespace Tomlyn.Syntax;


/// <summary>A key: one part, or several with dots between.</summary>
public sealed class KeySyntax : ValueSyntax
{
    /// <summary>The first part.</summary>
    public BareKeyOrStringValueSyntax? Key { get; set; }

    /// <summary>The parts after the first.</summary>
    public SyntaxList<DottedKeyItemSyntax> DotKeys { get; } = [];
}
