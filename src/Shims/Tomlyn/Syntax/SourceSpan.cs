namespace Tomlyn.Syntax;


/// <summary>A stretch of the text that was parsed.</summary>
/// <param name="fileName">What the caller named the text; empty when it named nothing.</param>
/// <param name="start">The first character.</param>
/// <param name="end">The last character (inclusive), or <paramref name="start"/> where there is none.</param>
public struct SourceSpan(string fileName, TextPosition start, TextPosition end)
{
    /// <summary>What the caller named the text; empty when it named nothing.</summary>
    public string FileName { get; set; } = fileName;

    /// <summary>The first character.</summary>
    public TextPosition Start { get; set; } = start;

    /// <summary>The last character, inclusive.</summary>
    public TextPosition End { get; set; } = end;

    /// <summary>Offset of the first character, in UTF-16 units.</summary>
    public readonly int Offset => Start.Offset;

    /// <summary>UTF-16 units from the first character to the last.</summary>
    public readonly int Length => End.Offset - Start.Offset + 1;

    /// <summary>File name, start and end.</summary>
    public override readonly string ToString() => $"{FileName}{Start}-{End}";

    /// <summary>File name and start.</summary>
    public readonly string ToStringSimple() => $"{FileName}{Start}";
}
