namespace EdgeSeed.Status;

/// <summary>One file of a torrent.</summary>
/// <param name="Path">Beneath the torrent's folder, or its only name; as it is spelt (<see cref="Protocol.Torrents.ByteText.Text"/>).</param>
/// <param name="Link">Its address below <c>/files/INFOHASH/</c>, as a web seed has it (BEP 19): the bytes of its path, escaped (RFC 3986).</param>
/// <param name="SizeBytes">Its length.</param>
internal sealed record PublishedFile(string Path, string Link, long SizeBytes);
