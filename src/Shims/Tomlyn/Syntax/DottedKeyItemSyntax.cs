namespace Tomlyn.Syntax;


/// <summary>A dot in a key, and the part after it.</summary>
public sealed class DottedKeyItemSyntax : ValueSyntax
{
    /// <summary>The part after the dot.</summary>
    public BareKeyOrStringValueSyntax? Key { get; set; }
}
