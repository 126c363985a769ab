using EdgeSeed.Protocol.Torrents;

namespace EdgeSeed.Storage.Targets;

/// <summary>
/// Names that are acted upon where they lie: what begins with a dot is read by shells and programs, some others by desktops. A torrent must not
/// put one into a folder that was there before: it could be somebody's home.
/// </summary>
public static class StartedName
{
    private static readonly byte[][] s_names = [[.. "desktop.ini"u8], [.. "folder.htt"u8]];
    private static readonly byte[][] s_beginnings = [[.. "."u8], [.. "autorun"u8], [.. "autoexec"u8], [.. "autostart"u8]];
    private static readonly byte[][] s_endings = [[.. ".desktop"u8], [.. ".lnk"u8], [.. ".scf"u8], [.. ".url"u8], [.. ".pif"u8]];

    /// <summary>Whether one name of a path is such; upper and lower case are alike, as on the file systems of sticks.</summary>
    /// <param name="name">At most <see cref="SafePath.MaxSegmentLength"/> bytes.</param>
    public static bool Is(ReadOnlySpan<byte> name)
    {
        Span<byte> lower = stackalloc byte[SafePath.MaxSegmentLength];
        lower = lower[..name.Length];
        for (int i = 0; i < name.Length; i++) lower[i] = name[i] is >= (byte)'A' and <= (byte)'Z' ? (byte)(name[i] | 0x20) : name[i];
        foreach (byte[] known in s_names)
            if (lower.SequenceEqual(known)) return true;
        foreach (byte[] beginning in s_beginnings)
            if (lower.StartsWith(beginning)) return true;
        foreach (byte[] ending in s_endings)
            if (lower.EndsWith(ending)) return true;
        return false;
    }
}
