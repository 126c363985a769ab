using Tomlyn.Syntax;

namespace Tomlyn.Parsing;

/// <summary>Parses TOML 1.0.0 into a tree in which every node knows its place.</summary>
public static class SyntaxParser
{
    /// <summary>
    /// Parses a document. Errors are in <see cref="DocumentSyntax.Diagnostics"/>, in the order of the text and at most
    /// <see cref="SyntaxLimits.MaxErrors"/>; a line that cannot be read does not keep the lines after it from being read.
    /// Takes time linear in the length of the text, and memory linear in its number of values.
    /// </summary>
    /// <param name="toml">The text; a byte order mark at its start is skipped.</param>
    /// <param name="sourceName">What to name the text in <see cref="SourceSpan.FileName"/>.</param>
    /// <param name="validate">Whether to check also that nothing is defined twice.</param>
    public static DocumentSyntax Parse(string toml, string? sourceName = null, bool validate = true)
    {
        ArgumentNullException.ThrowIfNull(toml);
        var errors = new ErrorLog();
        DocumentSyntax document = new DocumentParser(toml, sourceName ?? "", errors).Parse();
        if (validate) new DefinitionRules(errors).Check(document);
        errors.WriteTo(document.Diagnostics);
        return document;
    }
}
