using EdgeSeed.Protocol.Torrents;

namespace EdgeSeed.Storage;

/// <summary>One of the places where a torrent's data lies, see <see cref="MirroredContent"/>.</summary>
/// <param name="Owner">What tells it from the torrent's other copies.</param>
/// <param name="Source">The data; disposed of when the copy is taken out, if it can be.</param>
/// <param name="Verified">The pieces that are right here; owned by the copy.</param>
/// <param name="Reads">How its drive fares.</param>
public sealed record ContentCopy(ContentLocation Owner, BlockSource Source, Bitfield Verified, DriveReads Reads);
