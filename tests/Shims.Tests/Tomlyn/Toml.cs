using Tomlyn.Parsing;
using Tomlyn.Syntax;

namespace Shims.Tests.Tomlyn;

/// <summary>Short ways to a document, a value and an error.</summary>
internal static class Toml
{
    /// <summary>A document that must be good.</summary>
    public static DocumentSyntax Good(string toml)
    {
        DocumentSyntax document = SyntaxParser.Parse(toml, "test.toml");
        Assert.False(document.HasErrors, document.Diagnostics.ToString());
        return document;
    }

    /// <summary>The value of the first entry of a document that must be good.</summary>
    public static TValue Value<TValue>(string toml) where TValue : ValueSyntax => Assert.IsType<TValue>(Good(toml).KeyValues.First().Value);

    /// <summary>The text of the string in <c>v = …</c>.</summary>
    public static string? Text(string value) => Value<StringValueSyntax>("v = " + value).Value;

    /// <summary>A key as its names.</summary>
    public static string[] Names(KeySyntax? key) => [Name(key!.Key), .. key.DotKeys.Select(item => Name(item.Key))];

    /// <summary>Where a span starts, as people count.</summary>
    public static (int Line, int Column) Place(SourceSpan span) => (span.Start.Line + 1, span.Start.Column + 1);

    /// <summary>Where the errors of a document are, as people count.</summary>
    public static (int Line, int Column)[] ErrorPlaces(string toml)
    {
        DocumentSyntax document = SyntaxParser.Parse(toml, "test.toml");
        return [.. document.Diagnostics.Where(message => message.Kind == DiagnosticMessageKind.Error).Select(message => Place(message.Span))];
    }

    private static string Name(BareKeyOrStringValueSyntax? part) => part switch
    {
        BareKeySyntax bare => bare.Key!.Text!,
        StringValueSyntax quoted => quoted.Value!,
        _ => throw new ArgumentException("The part of the key is missing."),
    };
}
