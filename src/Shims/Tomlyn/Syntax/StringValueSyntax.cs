namespace Tomlyn.Syntax;


/// <summary>A string of any of the four kinds, or a quoted part of a key.</summary>
public sealed class StringValueSyntax : BareKeyOrStringValueSyntax
{
    /// <summary>The text after escapes.</summary>
    public string? Value { get; set; }
}
