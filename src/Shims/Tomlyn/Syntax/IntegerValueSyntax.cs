namespace Tomlyn.Syntax;


/// <summary>An integer, decimal, hexadecimal, octal or binary.</summary>
public sealed class IntegerValueSyntax : ValueSyntax
{
    /// <summary>The number.</summary>
    public long Value { get; set; }
}
