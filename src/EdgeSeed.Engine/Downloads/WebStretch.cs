using EdgeSeed.Engine.Pieces;
using EdgeSeed.Engine.Torrents;

namespace EdgeSeed.Engine.Downloads;

/// <summary>Neighbouring pieces that one web seed is asked for in one go.</summary>
/// <param name="Torrent">Whose pieces.</param>
/// <param name="Pieces">In order, without a gap.</param>
/// <param name="Offset">First byte in the torrent's stream.</param>
/// <param name="Length">Bytes.</param>
/// <param name="Start">Of these, bytes at the front that are there already.</param>
internal sealed record WebStretch(TorrentState Torrent, ActivePiece[] Pieces, long Offset, long Length, int Start = 0);
