namespace EdgeSeed.Protocol.Torrents;

/// <summary>
/// How a torrent's byte stream is cut into pieces and blocks: 16 bytes that stand alone, without files or hashes. The default
/// value is a torrent of no pieces, which grants no request.
/// </summary>
public readonly record struct TorrentLayout
{
    /// <summary>Bytes of a block as everybody requests them, 16 KiB; only the last block of a piece is shorter.</summary>
    public const int BlockLength = 16 * 1024;

    /// <summary>Longest block granted, 128 KiB: some clients ask for more than 16 KiB. A longer request is refused.</summary>
    public const int MaxBlockLength = 128 * 1024;

    /// <summary>A torrent's layout.</summary>
    /// <param name="totalLength">Bytes of all files together, padding included; at least 1.</param>
    /// <param name="pieceLength">Bytes of every piece but the last; at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is not positive, or there would be more than 2^31 - 1 pieces.</exception>
    public TorrentLayout(long totalLength, int pieceLength)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(totalLength);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(pieceLength);
        long pieces = (totalLength - 1) / pieceLength + 1;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(pieces, int.MaxValue, nameof(totalLength));
        TotalLength = totalLength;
        PieceLength = pieceLength;
        PieceCount = (int)pieces;
    }

    /// <summary>Bytes of all files together.</summary>
    public long TotalLength { get; }

    /// <summary>Bytes of every piece but the last.</summary>
    public int PieceLength { get; }

    /// <summary>Number of pieces.</summary>
    public int PieceCount { get; }

    /// <summary>Takes a piece number from the wire.</summary>
    /// <returns>False when there is no such piece.</returns>
    public bool TryPiece(uint index, out PieceIndex piece)
    {
        bool exists = index < (uint)PieceCount;
        piece = exists ? new PieceIndex((int)index) : default;
        return exists;
    }

    /// <summary>Takes a block's three numbers from the wire (<c>request</c>, <c>cancel</c>, <c>piece</c>).</summary>
    /// <param name="piece">The piece number.</param>
    /// <param name="begin">The first byte within the piece.</param>
    /// <param name="length">Bytes: 1 to <see cref="MaxBlockLength"/>.</param>
    /// <param name="block">The block, when true is returned.</param>
    /// <returns>False when the block is empty, too long, or not wholly inside an existing piece.</returns>
    public bool TryBlock(uint piece, uint begin, uint length, out BlockRequest block)
    {
        block = default;
        if (!TryPiece(piece, out PieceIndex index)) return false;
        if (length is 0 or > MaxBlockLength || (ulong)begin + length > (ulong)PieceSize(index)) return false;
        block = new BlockRequest(index, (int)begin, (int)length);
        return true;
    }

    /// <summary>Bytes of a piece; only the last may be shorter than <see cref="PieceLength"/>.</summary>
    public int PieceSize(PieceIndex piece) =>
        piece.Value == PieceCount - 1 ? (int)(TotalLength - (long)piece.Value * PieceLength) : PieceLength;

    /// <summary>Blocks of <see cref="BlockLength"/> bytes in a piece, the last maybe shorter.</summary>
    public int BlockCount(PieceIndex piece) => (PieceSize(piece) - 1) / BlockLength + 1;

    /// <summary>One of the <see cref="BlockCount"/> blocks of a piece, as a downloader asks for them.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such piece or block.</exception>
    public BlockRequest Block(PieceIndex piece, int number) => Block(piece, number, PieceSize(piece));

    /// <summary>The same of a piece of which only the first bytes are asked for: what follows is padding (BEP 52).</summary>
    /// <param name="piece">The piece.</param>
    /// <param name="number">The block.</param>
    /// <param name="size">Bytes that are asked for; no more than the piece has.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such piece or block.</exception>
    public BlockRequest Block(PieceIndex piece, int number, int size)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)piece.Value, (uint)PieceCount, nameof(piece));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, PieceSize(piece));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)number, (uint)((size - 1) / BlockLength + 1), nameof(number));
        int begin = number * BlockLength;
        return new BlockRequest(piece, begin, Math.Min(BlockLength, size - begin));
    }

    /// <summary>Where a piece starts in the torrent's byte stream.</summary>
    public long Offset(PieceIndex piece) => (long)piece.Value * PieceLength;

    /// <summary>Where a block starts in the torrent's byte stream.</summary>
    public long Offset(in BlockRequest block) => Offset(block.Piece) + block.Begin;
}
