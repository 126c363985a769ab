using EdgeSeed.Protocol.Torrents;

namespace EdgeSeed.Engine.SuperSeeding;

/// <summary>
/// How many peers have each piece, and which pieces nobody has: a byte and a bit a piece, 1.1 MB for a million pieces. A count that has
/// reached <see cref="Many"/> stays there.
/// </summary>
internal sealed class PieceCopies
{
    /// <summary>So many copies or more.</summary>
    public const byte Many = byte.MaxValue;

    private readonly byte[] _counts;
    private readonly Bitfield _reserved;

    /// <param name="pieceCount">Pieces of the torrent.</param>
    /// <param name="first">The piece to be looked at first.</param>
    public PieceCopies(int pieceCount, int first = 0)
    {
        Next = first;
        _counts = new byte[pieceCount];
        _reserved = new Bitfield(pieceCount);
        FreshCount = pieceCount;
    }

    /// <summary>Pieces that nobody has or is being sent.</summary>
    public int FreshCount { get; private set; }

    /// <summary>The piece after the one that <see cref="TryNextFresh"/> found last.</summary>
    public int Next { get; private set; }

    /// <summary>Peers that have the piece that fewest have; looks at each piece.</summary>
    public byte Least => FreshCount > 0 ? (byte)0 : _counts.Min();

    /// <summary>Bytes of memory that one holds.</summary>
    public static int HeldBytes(int pieceCount) => pieceCount + Bitfield.ByteLength(pieceCount);

    /// <summary>Peers that have a piece.</summary>
    public byte this[int piece] => _counts[piece];

    /// <summary>Counts a copy and returns how many there are now.</summary>
    public byte Add(PieceIndex piece)
    {
        ref byte count = ref _counts[piece.Value];
        if (count == Many) return Many;
        if (count == 0 && !_reserved[piece]) FreshCount--;
        return ++count;
    }

    /// <summary>Takes a copy away.</summary>
    public void Remove(PieceIndex piece)
    {
        ref byte count = ref _counts[piece.Value];
        if (count is Many or 0) return;
        if (--count == 0 && !_reserved[piece]) FreshCount++;
    }

    /// <summary>Keeps a piece for one peer.</summary>
    public void Reserve(PieceIndex piece)
    {
        if (_reserved.Set(piece) && _counts[piece.Value] == 0) FreshCount--;
    }

    /// <summary>Ends that.</summary>
    public void Release(PieceIndex piece)
    {
        if (_reserved.Clear(piece) && _counts[piece.Value] == 0) FreshCount++;
    }

    /// <summary>
    /// The next piece that nobody has or is being sent, in the order in which they lie on the disk, and that a peer was not told of before.
    /// </summary>
    public bool TryNextFresh(in Bitfield told, out PieceIndex piece)
    {
        piece = default;
        if (FreshCount == 0) return false;
        for (int looked = 0; looked < _counts.Length; looked++)
        {
            int at = Next + looked;
            if (at >= _counts.Length) at -= _counts.Length;
            piece = new PieceIndex(at);
            if (_counts[at] != 0 || _reserved[piece] || told[piece]) continue;
            Next = at + 1 < _counts.Length ? at + 1 : 0;
            return true;
        }
        return false;
    }
}
