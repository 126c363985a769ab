namespace EdgeSeed.Protocol.Torrents;

/// <summary>A stretch of one file that holds part of a byte range of the torrent.</summary>
/// <param name="FileIndex">Index in <see cref="Metainfo.Files"/>.</param>
/// <param name="FileOffset">First byte within the file.</param>
/// <param name="Length">Bytes; at least 1.</param>
public readonly record struct FileExtent(int FileIndex, long FileOffset, long Length);
