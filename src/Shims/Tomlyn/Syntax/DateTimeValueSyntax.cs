namespace Tomlyn.Syntax;


/// <summary>A date, a time, or both.</summary>
public sealed class DateTimeValueSyntax : ValueSyntax
{
    /// <summary>The date and time, and the form in which it was written.</summary>
    public TomlDateTime Value { get; set; }
}
