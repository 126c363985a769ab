namespace EdgeSeed.Protocol.Torrents;

/// <summary>
/// A stretch of one piece that exists (BEP 3 <c>request</c>): 12 bytes. Only <see cref="TorrentLayout"/> makes one, after checking it
/// against the torrent, so whoever holds one need not check again. The default value is a block of no bytes.
/// </summary>
public readonly record struct BlockRequest
{
    internal BlockRequest(PieceIndex piece, int begin, int length) => (Piece, Begin, Length) = (piece, begin, length);

    /// <summary>The piece.</summary>
    public PieceIndex Piece { get; }

    /// <summary>The first byte, counted within the piece.</summary>
    public int Begin { get; }

    /// <summary>Bytes, 1 to <see cref="TorrentLayout.MaxBlockLength"/>; the block ends inside the piece.</summary>
    public int Length { get; }
}
