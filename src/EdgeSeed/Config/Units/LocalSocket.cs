using System.Text;

namespace EdgeSeed.Config.Units;

/// <summary>A local socket by its path (unix(7)), written <c>unix:/path</c>; <c>/path</c> is understood too.</summary>
/// <param name="Path">Absolute.</param>
internal readonly record struct LocalSocket(string Path)
{
    /// <summary>Longest path of a local socket, in bytes (unix(7)).</summary>
    public const int MaxPathBytes = 107;

    private const string Prefix = "unix:";

    /// <summary>Reads either form; false when the text is neither, names a folder, or is too long.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out LocalSocket socket)
    {
        ReadOnlySpan<char> path = text.StartsWith(Prefix, StringComparison.Ordinal) ? text[Prefix.Length..] : text;
        socket = new LocalSocket(path.ToString());
        return path is ['/', .., not '/'] && !path.ContainsAnyInRange('\0', '\u001f') && Encoding.UTF8.GetByteCount(path) <= MaxPathBytes;
    }

    /// <summary>The text that <see cref="TryParse"/> reads.</summary>
    public override string ToString() => Prefix + Path;
}
