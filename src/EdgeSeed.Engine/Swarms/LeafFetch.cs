using System.Buffers.Binary;
using System.Numerics;
using EdgeSeed.Engine.Pieces;
using EdgeSeed.Engine.Torrents;
using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Protocol.Wire;

namespace EdgeSeed.Engine.Swarms;

/// <summary>
/// The hashes of a failed piece's blocks (BEP 52), by which it is known which were wrong: up to 512 at a time, each time with what accounts for them up
/// to the root of the file's tree. Owned by the session loop.
/// </summary>
internal sealed class LeafFetch
{
    private readonly HashRequest _first;
    private readonly int _rows;
    private int _row;

    private LeafFetch(ActivePiece piece, in HashRequest first, int rows, long now)
    {
        (Piece, _first, _rows, BegunAt) = (piece, first, rows, now);
        Leaves = new long[rows * (int)first.Count];
    }

    /// <summary>The piece that failed.</summary>
    public ActivePiece Piece { get; }

    /// <summary>The session clock's millisecond.</summary>
    public long BegunAt { get; }

    /// <summary>The beginning of each hash, as <see cref="ActivePiece.LeafDigests"/> has it.</summary>
    public long[] Leaves { get; }

    /// <summary>Who is asked at present.</summary>
    public PeerConnection? Asked { get; set; }

    /// <summary>When it was asked: the session clock's millisecond.</summary>
    public long AskedAt { get; set; }

    /// <summary>Those who were asked, the present one too.</summary>
    public List<PeerConnection> Tried { get; } = [];

    /// <summary>Whether all hashes have come.</summary>
    public bool IsComplete => _row == _rows;

    /// <summary>What is asked for next.</summary>
    public HashRequest Request => _first with { Index = _first.Index + (uint)_row * _first.Count };

    /// <summary>For a piece of more than one block whose files have trees.</summary>
    public static LeafFetch Of(SeedTorrent torrent, ActivePiece piece, long now)
    {
        DownloadOrder order = torrent.Download!;
        FileHashes hashes = order.FileHashes!;
        int tree = hashes.TreeOf(piece.Piece);
        int leaves = order.FilePieceAt(torrent.Layout, piece.Piece).Leaves, count = Math.Min(leaves, HashRequest.MaxCount);
        int height = BitOperations.Log2(BitOperations.RoundUpToPowerOf2((ulong)MerkleTree.LeafCount(hashes[tree].Length)));
        uint index = (uint)(piece.Piece.Value - hashes[tree].FirstPiece) * (uint)leaves;
        return new LeafFetch(piece, new HashRequest(new Sha256Hash(hashes.Root(tree)), 0, index, (uint)count, (uint)height - 1), leaves / count, now);
    }

    /// <summary>Takes an answer to <see cref="Request"/>.</summary>
    /// <returns>Whether it is right.</returns>
    public bool TryTake(ReadOnlySpan<byte> hashes)
    {
        if (!Request.IsAnsweredBy(hashes)) return false;
        int at = _row * (int)_first.Count;
        for (int i = 0; i < _first.Count; i++) Leaves[at + i] = BinaryPrimitives.ReadInt64LittleEndian(hashes[(i * MerkleTree.HashLength)..]);
        _row++;
        return true;
    }
}
