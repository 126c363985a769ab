namespace Tomlyn.Syntax;


/// <summary>How grave a <see cref="DiagnosticMessage"/> is.</summary>
public enum DiagnosticMessageKind
{
    /// <summary>The document is not TOML.</summary>
    Error,

    /// <summary>The document is TOML, but perhaps not what its author meant.</summary>
    Warning,
}
