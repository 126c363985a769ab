using System.Collections;

namespace Tomlyn.Syntax;

/// <summary>The messages about one document; those of the parser stand in the order of the text.</summary>
public class DiagnosticsBag : IEnumerable<DiagnosticMessage>
{
    private readonly List<DiagnosticMessage> _messages = [];

    /// <summary>How many there are.</summary>
    public int Count => _messages.Count;

    /// <summary>One of them, by index from 0.</summary>
    public DiagnosticMessage this[int index] => _messages[index];

    /// <summary>Whether one of them is an error.</summary>
    public bool HasErrors { get; private set; }

    /// <summary>Adds a message at the end.</summary>
    public void Add(DiagnosticMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        _messages.Add(message);
        HasErrors |= message.Kind == DiagnosticMessageKind.Error;
    }

    /// <summary>Adds an error at the end.</summary>
    public void Error(SourceSpan span, string text) => Add(new DiagnosticMessage(DiagnosticMessageKind.Error, span, text));

    /// <summary>The messages from first to last.</summary>
    public List<DiagnosticMessage>.Enumerator GetEnumerator() => _messages.GetEnumerator();

    IEnumerator<DiagnosticMessage> IEnumerable<DiagnosticMessage>.GetEnumerator() => GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>All messages, one a line.</summary>
    public override string ToString() => string.Join(Environment.NewLine, _messages);
}
