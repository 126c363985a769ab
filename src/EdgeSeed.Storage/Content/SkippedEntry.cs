namespace EdgeSeed.Storage;

/// <summary>Something that was found and not taken.</summary>
/// <param name="Path">Its path in printable form.</param>
/// <param name="Reason">One plain phrase.</param>
public readonly record struct SkippedEntry(string Path, string Reason);
