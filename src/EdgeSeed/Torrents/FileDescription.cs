namespace EdgeSeed.Torrents;

/// <summary>One file of a torrent.</summary>
/// <param name="Path">Beneath the torrent's folder, printable.</param>
/// <param name="SizeBytes">Its length.</param>
internal sealed record FileDescription(string Path, long SizeBytes);
