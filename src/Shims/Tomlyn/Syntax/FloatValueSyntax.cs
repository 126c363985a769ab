namespace Tomlyn.Syntax;


/// <summary>A float, including <c>inf</c> and <c>nan</c>; one too great for 64 bits is infinite.</summary>
public sealed class FloatValueSyntax : ValueSyntax
{
    /// <summary>The number.</summary>
    public double Value { get; set; }
}
