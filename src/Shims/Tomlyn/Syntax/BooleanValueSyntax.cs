namespace Tomlyn.Syntax;


/// <summary><c>true</c> or <c>false</c>.</summary>
public sealed class BooleanValueSyntax : ValueSyntax
{
    /// <summary>Which of the two.</summary>
    public bool Value { get; set; }
}
