using EdgeSeed.Protocol.Torrents;

namespace EdgeSeed.Torrents;

/// <summary>One file of a torrent.</summary>
/// <param name="Path">Beneath the torrent's folder, as the torrent spells it.</param>
/// <param name="StoredAs">Its path on a disk, where that is another.</param>
/// <param name="SizeBytes">Its length.</param>
internal sealed record FileDescription(ByteText Path, ByteText? StoredAs, long SizeBytes);
