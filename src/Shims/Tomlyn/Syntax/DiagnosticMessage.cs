namespace Tomlyn.Syntax;


/// <summary>Something wrong in a document, and where.</summary>
/// <param name="kind">How grave it is.</param>
/// <param name="span">Where it is.</param>
/// <param name="message">What it is, for people.</param>
public class DiagnosticMessage(DiagnosticMessageKind kind, SourceSpan span, string message)
{
    /// <summary>How grave it is.</summary>
    public DiagnosticMessageKind Kind { get; set; } = kind;

    /// <summary>Where it is.</summary>
    public SourceSpan Span { get; set; } = span;

    /// <summary>What it is, for people.</summary>
    public string Message { get; set; } = message;

    /// <summary>Place, gravity and message in one line.</summary>
    public override string ToString()
    {
        string gravity = Kind == DiagnosticMessageKind.Error ? "error" : "warning";
        return $"{Span.ToStringSimple()} : {gravity} : {Message}";
    }
}
