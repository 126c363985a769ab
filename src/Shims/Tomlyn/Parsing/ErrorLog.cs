using Tomlyn.Syntax;

namespace Tomlyn.Parsing;

/// <summary>Collects errors while a document is read.</summary>
internal sealed class ErrorLog
{
    private readonly List<DiagnosticMessage> _errors = [];

    /// <summary>Whether <see cref="SyntaxLimits.MaxErrors"/> is reached: nothing more is taken, and reading may stop.</summary>
    public bool IsFull => _errors.Count >= SyntaxLimits.MaxErrors;

    /// <summary>Takes an error; does nothing when full.</summary>
    public void Add(SourceSpan span, string message)
    {
        if (!IsFull) _errors.Add(new DiagnosticMessage(DiagnosticMessageKind.Error, span, message));
    }

    /// <summary>Hands over what was collected in the order of the text: parsing and checking each went through it once.</summary>
    public void WriteTo(DiagnosticsBag bag)
    {
        foreach (DiagnosticMessage error in _errors.OrderBy(error => error.Span.Start.Offset)) bag.Add(error);
    }
}
