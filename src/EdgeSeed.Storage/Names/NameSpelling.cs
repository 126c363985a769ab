namespace EdgeSeed.Storage.Names;

/// <summary>How a torrent's files are called where its data lies.</summary>
public enum NameSpelling : byte
{
    /// <summary>As the torrent calls them (<see cref="Protocol.Torrents.Metainfo.Names"/>).</summary>
    Exact,

    /// <summary>By the torrent's other spelling (<see cref="Protocol.Torrents.Metainfo.RawNames"/>).</summary>
    Raw,

    /// <summary>
    /// As the torrent calls them or alike: canonically equal, or with what Windows refuses replaced. What is there keeps its name; nothing is made under a
    /// name that was guessed.
    /// </summary>
    Alike,
}
