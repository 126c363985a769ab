using System.Text;

namespace EdgeSeed.Storage.Content;

/// <summary>Names that operating systems leave on drives and that nobody means to publish.</summary>
public static class JunkFilter
{
    // Compared without regard to ASCII case, as Windows writes them in several.
    private static readonly byte[][] Names =
    [
        .. new[]
        {
            "System Volume Information", "$RECYCLE.BIN", "RECYCLER", "RECYCLED", "desktop.ini", "Thumbs.db", "ehthumbs.db",
            "lost+found", "__MACOSX", "#recycle", "@Recycle", "@eaDir", "#snapshot",
        }.Select(Encoding.ASCII.GetBytes),
    ];

    // What browsers, copiers and other clients call what is not finished; it gets its own name when it is.
    private static readonly byte[][] Unfinished =
        [.. new[] { ".part", ".crdownload", ".!qB", ".!ut", ".filepart", ".aria2", ".tmp", "~" }.Select(Encoding.ASCII.GetBytes)];

    /// <summary>
    /// Whether an entry is left out unless asked for: every name that begins with a dot (which takes in <c>.Trash-1000</c>,
    /// <c>.DS_Store</c> and the like), recycle bins, <c>System Volume Information</c>, <c>desktop.ini</c>, thumbnail databases,
    /// <c>lost+found</c>, <c>__MACOSX</c>, the bins and indexes of network drives (<c>#recycle</c>, <c>@eaDir</c>), what chkdsk rescues
    /// (<c>FOUND.000</c>), and what is not finished yet (<c>.part</c>, <c>.crdownload</c>, <c>.!qB</c> and the like, <c>~</c> at the end, <c>~$</c> at the beginning).
    /// </summary>
    /// <param name="name">One file name, not a path.</param>
    public static bool IsJunk(ReadOnlySpan<byte> name)
    {
        if (name.IsEmpty || name[0] == '.' || IsUnfinished(name)) return true;
        foreach (byte[] junk in Names)
        {
            if (Ascii.EqualsIgnoreCase(name, junk)) return true;
        }
        return name.Length == 9 && Ascii.EqualsIgnoreCase(name[..6], "FOUND."u8) && !name[6..].ContainsAnyExceptInRange((byte)'0', (byte)'9');
    }

    /// <summary>Whether a name is one that browsers, copiers, editors and other clients give to what is not finished, or open.</summary>
    /// <param name="name">One file name, not a path.</param>
    public static bool IsUnfinished(ReadOnlySpan<byte> name)
    {
        foreach (byte[] ending in Unfinished)
        {
            if (name.Length >= ending.Length && Ascii.EqualsIgnoreCase(name[^ending.Length..], ending)) return true;
        }
        return name.StartsWith("~$"u8);
    }
}
