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
            "lost+found", "__MACOSX", "#recycle", "@Recycle", "@eaDir", "#snapshot", "@tmp", "@sharebin", "Network Trash Folder", "Temporary Items",
        }.Select(Encoding.ASCII.GetBytes),
    ];

    // What browsers, copiers and other clients call what is not finished; it gets its own name when it is.
    private static readonly byte[][] Unfinished =
    [
        .. new[]
        {
            ".part", ".crdownload", ".!qB", ".!ut", ".filepart", ".aria2", ".tmp", "~", ".opdownload", ".partial", ".bc!", ".fdmdownload", ".download", ".dtapart",
            ".xltd", ".td", ".jc!", ".!bt", ".!sync", ".fb!", ".downloading", ".dctmp", ".antifrag", ".mega", ".ytdl", ".aria2__temp", ".lftp-pget-status",
        }.Select(Encoding.ASCII.GetBytes),
    ];

    // Which parts are still missing of a file or folder that has its own name already: aria2, axel, lftp.
    private static readonly byte[][] Control = [.. new[] { ".aria2", ".st", ".lftp-pget-status" }.Select(Encoding.ASCII.GetBytes)];

    /// <summary>
    /// Whether an entry is left out unless asked for: every name that begins with a dot (which takes in <c>.Trash-1000</c>,
    /// <c>.DS_Store</c> and the like), recycle bins, <c>System Volume Information</c>, <c>desktop.ini</c>, thumbnail databases,
    /// <c>lost+found</c>, <c>__MACOSX</c>, the bins and indexes of network drives (<c>#recycle</c>, <c>@eaDir</c>), what chkdsk rescues
    /// (<c>FOUND.000</c>), and what is not finished yet (<c>.part</c>, <c>.part-Frag12</c>, <c>.crdownload</c>, <c>.!qB</c> and the like, <c>~</c> at the end,
    /// <c>~$</c> at the beginning).
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
        int fragment = name.LastIndexOf(".part-Frag"u8);
        return name.StartsWith("~$"u8) || (fragment >= 0 && !name[(fragment + ".part-Frag"u8.Length)..].ContainsAnyExceptInRange((byte)'0', (byte)'9'));
    }

    /// <summary>How the files are called that lie beside what is not finished as long as it is not: its name with one of these behind it.</summary>
    internal static ReadOnlySpan<byte[]> ControlEndings => Control;

    /// <summary>What a control file would belong to.</summary>
    /// <param name="name">One file name, not a path.</param>
    /// <returns>The name of a file or folder beside it; empty when it is not called like one.</returns>
    internal static ReadOnlySpan<byte> ControlledBy(ReadOnlySpan<byte> name)
    {
        foreach (byte[] ending in Control)
        {
            if (name.Length > ending.Length && name.EndsWith(ending)) return name[..^ending.Length];
        }
        return default;
    }
}
