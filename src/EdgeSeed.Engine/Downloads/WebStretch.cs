using EdgeSeed.Engine.Pieces;
using EdgeSeed.Engine.Swarms;

namespace EdgeSeed.Engine.Downloads;

/// <summary>Neighbouring pieces that one web seed is asked for in one go.</summary>
/// <param name="torrent">Whose pieces.</param>
/// <param name="pieces">In order, without a gap.</param>
/// <param name="offset">First byte in the torrent's stream.</param>
/// <param name="length">Bytes.</param>
/// <param name="start">Of these, bytes at the front that are there already.</param>
internal sealed class WebStretch(TorrentState torrent, ActivePiece[] pieces, long offset, long length, int start = 0)
{
    private readonly long _whole = length;
    private long _length = length;

    public TorrentState Torrent => torrent;

    public ActivePiece[] Pieces => pieces;

    public long Offset => offset;

    public int Start => start;

    /// <summary>Bytes. Becomes less, read by anybody, when the session loop gives the end of it to a faster source.</summary>
    public long Length => Volatile.Read(ref _length);

    /// <summary>Whether its end was given to another.</summary>
    public bool IsCut => Length < _whole;

    /// <summary>Ends it before one of its pieces.</summary>
    /// <param name="index">Of the piece.</param>
    public void CutBefore(int index)
    {
        long kept = (long)index * torrent.Torrent.Layout.PieceLength;
        if (kept < Length) Volatile.Write(ref _length, kept);
    }
}
