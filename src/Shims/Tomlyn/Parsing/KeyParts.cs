using System.Runtime.InteropServices;
using Tomlyn.Syntax;

namespace Tomlyn.Parsing;

/// <summary>A key as names, each with its place; holds one key at a time.</summary>
internal sealed class KeyParts
{
    private readonly List<(string Name, SourceSpan Span)> _parts = [];

    /// <summary>The parts before the last: the tables that the key goes through. Good until the next <see cref="Read"/>.</summary>
    public ReadOnlySpan<(string Name, SourceSpan Span)> Path => CollectionsMarshal.AsSpan(_parts)[..^1];

    /// <summary>The last part: what the key names.</summary>
    public (string Name, SourceSpan Span) Last => _parts[^1];

    /// <summary>Takes a key apart.</summary>
    public void Read(KeySyntax key)
    {
        _parts.Clear();
        Add(key.Key);
        foreach (DottedKeyItemSyntax item in key.DotKeys) Add(item.Key);
    }

    private void Add(BareKeyOrStringValueSyntax? part)
    {
        string? name = part is BareKeySyntax bare ? bare.Key?.Text : (part as StringValueSyntax)?.Value;
        if (part is not null && name is not null) _parts.Add((name, part.Span));
    }
}
