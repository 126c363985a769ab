using System.IO.Enumeration;
using System.Text;

namespace EdgeSeed.Storage.Content;

/// <summary>Names to leave out: each may hold <c>*</c> for any characters and <c>?</c> for one; case does not count.</summary>
/// <param name="patterns">At most a few hundred; each is tried for each name.</param>
public sealed class NamePatterns(IReadOnlyList<string> patterns)
{
    /// <summary>Leaves nothing out.</summary>
    public static NamePatterns None { get; } = new([]);

    /// <summary>Whether a name is one of them.</summary>
    /// <param name="name">One file or folder name, not a path; bytes that are not UTF-8 match <c>?</c> and <c>*</c> only.</param>
    public bool Match(ReadOnlySpan<byte> name)
    {
        if (patterns.Count == 0) return false;
        string text = Encoding.UTF8.GetString(name);
        foreach (string pattern in patterns)
        {
            if (FileSystemName.MatchesSimpleExpression(pattern, text)) return true;
        }
        return false;
    }
}
