namespace Tomlyn.Syntax;


/// <summary>A place in the text that was parsed.</summary>
/// <param name="offset">UTF-16 units from the start of the text, from 0.</param>
/// <param name="line">Line, from 0; only a line feed ends a line.</param>
/// <param name="column">Unicode characters from the start of the line, from 0.</param>
public struct TextPosition(int offset, int line, int column) : IEquatable<TextPosition>
{
    /// <summary>UTF-16 units from the start of the text, from 0.</summary>
    public int Offset { get; set; } = offset;

    /// <summary>Unicode characters from the start of the line, from 0.</summary>
    public int Column { get; set; } = column;

    /// <summary>Line, from 0.</summary>
    public int Line { get; set; } = line;

    /// <summary>The place as people count: <c>(line,column)</c>, both from 1.</summary>
    public override readonly string ToString() => $"({Line + 1},{Column + 1})";

    /// <inheritdoc/>
    public readonly bool Equals(TextPosition other) => Offset == other.Offset && Column == other.Column && Line == other.Line;

    /// <inheritdoc/>
    public override readonly bool Equals(object? obj) => obj is TextPosition other && Equals(other);

    /// <inheritdoc/>
    public override readonly int GetHashCode() => Offset;

    /// <summary>Whether both are the same place.</summary>
    public static bool operator ==(TextPosition left, TextPosition right) => left.Equals(right);

    /// <summary>Whether they are different places.</summary>
    public static bool operator !=(TextPosition left, TextPosition right) => !left.Equals(right);
}
