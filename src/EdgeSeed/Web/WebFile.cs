namespace EdgeSeed.Web;

/// <summary>A file of a torrent, to be downloaded over HTTP.</summary>
/// <param name="Index">Its place among the torrent's files.</param>
/// <param name="Offset">First byte in the torrent's stream.</param>
/// <param name="Length">Bytes.</param>
/// <param name="ContentType">Media type.</param>
internal sealed record WebFile(int Index, long Offset, long Length, string ContentType);
