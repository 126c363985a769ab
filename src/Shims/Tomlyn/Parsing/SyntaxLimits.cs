namespace Tomlyn.Parsing;

/// <summary>What bounds the work and the memory that a hostile document can cost.</summary>
internal static class SyntaxLimits
{
    /// <summary>How deep arrays and inline tables may lie within each other; one level more is an error. Keeps the stack small.</summary>
    public const int MaxNestingDepth = 128;

    /// <summary>How many parts a dotted key may have; one more is an error.</summary>
    public const int MaxKeyParts = 128;

    /// <summary>How many errors are reported; at this number parsing stops, and what follows is not looked at.</summary>
    public const int MaxErrors = 100;

    /// <summary>How many characters of the text an error message repeats; what is longer is cut and marked with an ellipsis.</summary>
    public const int MaxExcerptLength = 40;
}
