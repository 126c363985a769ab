namespace EdgeSeed.Protocol.Torrents;

/// <summary>A file of a torrent that is being made.</summary>
/// <param name="Path">Beneath the torrent's folder; ignored in a torrent of one file, which is called by the torrent's name.</param>
/// <param name="Length">Bytes; may be 0.</param>
/// <param name="Attributes">BEP 47 attributes.</param>
public readonly record struct DraftFile(SafePath Path, long Length, TorrentFileAttributes Attributes = TorrentFileAttributes.None);
