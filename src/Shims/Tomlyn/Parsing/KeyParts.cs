using Tomlyn.Syntax;

namespace Tomlyn.Parsing;

/// <summary>A key as a list of names.</summary>
internal static class KeyParts
{
    /// <summary>The names from first to last, each with its place.</summary>
    public static List<(string Name, SourceSpan Span)> Of(KeySyntax key)
    {
        List<(string Name, SourceSpan Span)> parts = [];
        Add(parts, key.Key);
        foreach (DottedKeyItemSyntax item in key.DotKeys) Add(parts, item.Key);
        return parts;
    }

    private static void Add(List<(string Name, SourceSpan Span)> parts, BareKeyOrStringValueSyntax? part)
    {
        string? name = part is BareKeySyntax bare ? bare.Key?.Text : (part as StringValueSyntax)?.Value;
        if (part is not null && name is not null) parts.Add((name, part.Span));
    }
}
