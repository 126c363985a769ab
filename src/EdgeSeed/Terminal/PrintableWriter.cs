using System.Text;

namespace EdgeSeed.Terminal;

/// <summary>
/// Where messages go out: whatever a line quotes (a name, a path, an error of the system with either in it), nothing of it moves the cursor,
/// recolours the terminal or begins a line of its own. What draws on the terminal itself writes without ending a line, and passes as it is.
/// </summary>
/// <param name="inner">Takes the lines.</param>
internal sealed class PrintableWriter(TextWriter inner) : TextWriter
{
    /// <summary>Longest line, in UTF-16 units: two paths of the greatest length; what is longer ends in an ellipsis.</summary>
    public const int MaxLineLength = 2 * 4096;

    /// <inheritdoc/>
    public override Encoding Encoding => inner.Encoding;

    /// <inheritdoc/>
    public override void Write(char value) => inner.Write(value);

    /// <inheritdoc/>
    public override void Write(string? value) => inner.Write(value);

    /// <inheritdoc/>
    public override void WriteLine() => inner.WriteLine();

    /// <inheritdoc/>
    public override void WriteLine(string? value)
    {
        // A tab does no harm, and lines up what a quoted line of a file points at.
        string[] parts = (value ?? "").Split('\t');
        for (int i = 0; i < parts.Length; i++) parts[i] = PrintableText.Of(parts[i], MaxLineLength);
        inner.WriteLine(string.Join('\t', parts));
    }

    /// <inheritdoc/>
    public override void Flush() => inner.Flush();
}
