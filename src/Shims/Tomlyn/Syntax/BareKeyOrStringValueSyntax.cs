namespace Tomlyn.Syntax;


/// <summary>One part of a key: <see cref="BareKeySyntax"/> or <see cref="StringValueSyntax"/>.</summary>
public abstract class BareKeyOrStringValueSyntax : ValueSyntax
{
    private protected BareKeyOrStringValueSyntax()
    {
    }
}
