namespace EdgeSeed.Protocol.Torrents;

/// <summary>The letters of BEP 47's <c>attr</c>; unknown ones are dropped.</summary>
[Flags]
public enum TorrentFileAttributes : byte
{
    /// <summary>An ordinary file.</summary>
    None = 0,

    /// <summary><c>p</c>: zeros that fill up a piece.</summary>
    Padding = 1,

    /// <summary><c>x</c>: executable.</summary>
    Executable = 2,

    /// <summary><c>h</c>: hidden.</summary>
    Hidden = 4,

    /// <summary><c>l</c>: a symbolic link.</summary>
    SymbolicLink = 8,
}
