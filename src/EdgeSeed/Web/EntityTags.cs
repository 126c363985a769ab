namespace EdgeSeed.Web;

/// <summary>Lists of entity tags in conditional requests (RFC 9110 section 13).</summary>
internal static class EntityTags
{
    /// <summary>Whether a list names a tag, or is <c>*</c>.</summary>
    /// <param name="list">The field's value; empty when there is none.</param>
    /// <param name="tag">A strong tag in its quotes, which has no comma.</param>
    /// <param name="isStrong">Whether a weak tag (<c>W/</c>) counts as another.</param>
    public static bool Names(ReadOnlySpan<char> list, ReadOnlySpan<char> tag, bool isStrong)
    {
        if (list.Trim(' ').SequenceEqual("*")) return true;
        foreach (Range range in list.Split(','))
        {
            ReadOnlySpan<char> one = list[range].Trim(' ');
            if (!isStrong && one.StartsWith("W/")) one = one[2..];
            if (one.SequenceEqual(tag)) return true;
        }
        return false;
    }
}
