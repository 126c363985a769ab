using EdgeSeed.Engine.Downloads;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Storage.Hashing;

namespace EdgeSeed.Engine.Pieces;

/// <summary>
/// A piece that is on its way: what of it was asked for and has come. The session loop owns it; the hash and what is written belong to the
/// <see cref="BlockWriter"/>.
/// </summary>
internal sealed class ActivePiece(PieceIndex piece, int size)
{
    private const byte Received = byte.MaxValue;

    private readonly byte[] _blocks = new byte[(size - 1) / TorrentLayout.BlockLength + 1];
    private int _cursor;

    public PieceIndex Piece { get; } = piece;

    public int Size { get; } = size;

    public int BlockCount => _blocks.Length;

    /// <summary>Its place in the list of active pieces.</summary>
    public int Place { get; set; }

    /// <summary>Blocks that nobody was asked for and that have not come.</summary>
    public int Missing { get; private set; } = (size - 1) / TorrentLayout.BlockLength + 1;

    /// <summary>Blocks that have come.</summary>
    public int ReceivedCount { get; private set; }

    /// <summary>The peer or web seed that fetches it; null when it is for anybody to go on with.</summary>
    public object? Owner { get; set; }

    /// <summary>What a web seed fetches it with; null when none does.</summary>
    public object? Stretch { get; set; }

    /// <summary>A second web seed that fetches it too, because <see cref="Owner"/> is slow; null for none.</summary>
    public object? Second { get; set; }

    /// <summary>All blocks must come from one peer, because the piece has failed before and the culprit is to be found.</summary>
    public bool IsExclusive { get; init; }

    /// <summary>When it was begun: the session clock's millisecond.</summary>
    public long BegunAt { get; init; }

    /// <summary>Of a piece that failed: how often it was taken from a peer that was long about giving it alone.</summary>
    public int Turns { get; set; }

    /// <summary>It was given up, or is done: what still comes for it is of no use.</summary>
    public bool IsOver { get; set; }

    /// <summary>Who gave each block.</summary>
    public Giver?[] Givers { get; } = new Giver?[(size - 1) / TorrentLayout.BlockLength + 1];

    /// <summary>The writer's: the hash of the first <see cref="HashedBytes"/>.</summary>
    public PieceDigest? Hash { get; set; }

    /// <summary>The writer's: bytes from the front that are hashed.</summary>
    public int HashedBytes { get; set; }

    /// <summary>The writer's: room for it was found.</summary>
    public bool IsReserved { get; set; }

    /// <summary>The writer's: blocks that are written.</summary>
    public Bitfield Written { get; } = new((size - 1) / TorrentLayout.BlockLength + 1);

    /// <summary>The writer's, when the hash was wrong or has been before: the beginning of each block's own hash.</summary>
    public long[]? BlockDigests { get; set; }

    /// <summary>The writer's, when the hash was wrong and the file has a tree: the beginning of each block's leaf, 0 of one that is padding.</summary>
    public long[]? LeafDigests { get; set; }

    /// <summary>One of its blocks, as peers are asked for it.</summary>
    public BlockRequest Block(in TorrentLayout layout, int number) => layout.Block(Piece, number, Size);

    public int LengthOf(int block) => Math.Min(TorrentLayout.BlockLength, Size - block * TorrentLayout.BlockLength);

    public bool IsReceived(int block) => _blocks[block] == Received;

    /// <summary>How many peers were asked for a block that has not come.</summary>
    public int AskedCount(int block) => _blocks[block] == Received ? 0 : _blocks[block];

    /// <summary>The first block that is missing.</summary>
    /// <returns>-1 when none is.</returns>
    public int NextMissing()
    {
        if (Missing == 0) return -1;
        while (_blocks[_cursor] != 0) _cursor = _cursor + 1 == _blocks.Length ? 0 : _cursor + 1;
        return _cursor;
    }

    /// <summary>Notes that a peer is asked for a block.</summary>
    public void Ask(int block)
    {
        if (_blocks[block]++ == 0) Missing--;
    }

    /// <summary>Notes that a peer will not give a block it was asked for.</summary>
    public void Release(int block)
    {
        if (_blocks[block] is 0 or Received || --_blocks[block] > 0) return;
        Missing++;
        _cursor = Math.Min(_cursor, block);
    }

    /// <summary>Notes that a block has come.</summary>
    public void Take(int block, Giver giver)
    {
        if (_blocks[block] == 0) Missing--;
        _blocks[block] = Received;
        Givers[block] = giver;
        ReceivedCount++;
    }

    /// <summary>Notes that a block which had come is lost: it could not be written.</summary>
    public void Lose(int block)
    {
        if (_blocks[block] != Received) return;
        _blocks[block] = 0;
        Givers[block] = null;
        ReceivedCount--;
        Missing++;
        _cursor = 0;
    }
}

/// <summary>What became of a piece when one of its blocks was written.</summary>
internal enum PieceVerdict : byte
{
    /// <summary>It lacks blocks still.</summary>
    Open,

    /// <summary>Its hash is right.</summary>
    Right,

    /// <summary>Its hash is wrong.</summary>
    Wrong,
}
