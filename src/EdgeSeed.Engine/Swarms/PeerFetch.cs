using EdgeSeed.Engine.Pieces;
using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Protocol.Wire;

namespace EdgeSeed.Engine.Swarms;

/// <summary>What a connection holds while its torrent is being downloaded: what the peer has and what it was asked for.</summary>
internal sealed class PeerFetch(PeerEndPoint endPoint, int pieceCount, int maxOutstanding)
{
    /// <summary>Blocks asked for at first; doubles with every round trip as they come.</summary>
    public const int FirstWindow = 4;

    /// <summary>Requests that a peer keeps which does not say how many (BEP 10).</summary>
    private const int UnsaidKept = 250;

    private OutstandingBlock[] _outstanding = [];
    private int _first;

    /// <summary>Named by the blocks it gave.</summary>
    public Giver Giver { get; } = new(endPoint);

    /// <summary>The pieces it says it has.</summary>
    public Bitfield Has { get; } = new(pieceCount);

    /// <summary>Bytes of its bitfield message taken so far.</summary>
    public int BitfieldTaken { get; set; }

    /// <summary>It refuses requests, but for pieces in <see cref="AllowedFast"/>.</summary>
    public bool IsChoking { get; set; } = true;

    /// <summary>Whether we want something it has.</summary>
    public bool WantsIt { get; set; }

    /// <summary>What we told it last.</summary>
    public bool IsInterestTold { get; set; }

    /// <summary>Pieces it gives even while choking (BEP 6); null while none.</summary>
    public List<int>? AllowedFast { get; private set; }

    /// <summary>The piece it is asked for at present.</summary>
    public ActivePiece? Piece { get; set; }

    /// <summary>The block whose bytes are coming in; null between blocks, or when they are passed over.</summary>
    public IncomingBlock? Incoming { get; set; }

    /// <summary>It waits for memory to take a block.</summary>
    public bool IsWaitingForBlock { get; set; }

    /// <summary>Requests that are to be sent.</summary>
    public RequestQueue Asks { get; } = new(maxOutstanding);

    /// <summary>Cancels that are to be sent.</summary>
    public RequestQueue Cancels { get; } = new(maxOutstanding);

    /// <summary>How many of the pieces completed since the start it was told of.</summary>
    public int HavesTold { get; set; }

    /// <summary>Pieces completed since the start.</summary>
    public required List<int> Completed { get; init; }

    /// <summary>Blocks asked for and not given.</summary>
    public int Count { get; private set; }

    /// <summary>Blocks that may be asked for at once.</summary>
    public int Window { get; set; } = FirstWindow;

    /// <summary>The most that <see cref="Window"/> grows to: what we keep, and what the peer says it keeps (BEP 10 <c>reqq</c>).</summary>
    public int MaxWindow { get; private set; } = Math.Min(maxOutstanding, UnsaidKept);

    /// <summary>Payload bytes since the last tick.</summary>
    public int TickBytes { get; set; }

    /// <summary>Payload bytes a second, smoothed.</summary>
    public int Rate { get; set; }

    /// <summary>When a whole block last came, or was first asked for: who gives a byte at a time gives nothing.</summary>
    public long ProgressAt { get; set; }

    /// <summary>It gave nothing for long, or refused; it is asked for one block at a time until it gives.</summary>
    public bool IsSnubbing { get; set; }

    /// <summary>Blocks it may send although nothing is outstanding: they were cancelled when they may have been on their way.</summary>
    public int Tolerated { get; set; }

    /// <summary>Whether something of this is to be sent.</summary>
    public bool HasMessages => WantsIt != IsInterestTold || Cancels.Count > 0 || Asks.Count > 0 || HavesTold < Completed.Count;

    public OutstandingBlock this[int index] => _outstanding[_first + index];

    /// <summary>Takes down a piece that it gives even while choking.</summary>
    /// <returns>False when that is known, or there are too many.</returns>
    public bool TryAllow(int piece)
    {
        AllowedFast ??= [];
        if (AllowedFast.Count >= AllowedFastSet.MaxSize || AllowedFast.Contains(piece)) return false;
        AllowedFast.Add(piece);
        return true;
    }

    /// <summary>Takes in how many requests the peer keeps without dropping any; 0 when it does not say.</summary>
    public void BoundWindow(int requests)
    {
        if (requests <= 0) return;
        MaxWindow = Math.Min(Asks.Capacity, requests);
        Window = Math.Min(Window, MaxWindow);
    }

    /// <summary>Notes a block that is asked for; <see cref="Count"/> is below the bound.</summary>
    public void Add(in OutstandingBlock block)
    {
        if (_first + Count == _outstanding.Length) MakeRoom();
        _outstanding[_first + Count++] = block;
    }

    /// <summary>Where a block is among those asked for.</summary>
    /// <returns>-1 when it is not.</returns>
    public int Find(PieceIndex piece, int number)
    {
        for (int i = 0; i < Count; i++)
        {
            if (this[i].Number == number && this[i].Piece.Piece == piece) return i;
        }
        return -1;
    }

    /// <summary>Takes one out; the order of the others stays. As a rule it is the first, and nothing moves.</summary>
    public void RemoveAt(int index)
    {
        Count--;
        if (index == 0)
        {
            _outstanding[_first++] = default;
            return;
        }
        Array.Copy(_outstanding, _first + index + 1, _outstanding, _first + index, Count - index);
        _outstanding[_first + Count] = default;
    }

    /// <summary>Moves all to the front, of an array that is at most half full then: so that it is seldom done.</summary>
    private void MakeRoom()
    {
        OutstandingBlock[] from = _outstanding;
        if (Count >= from.Length / 2) _outstanding = new OutstandingBlock[Math.Max(FirstWindow, from.Length * 2)];
        Array.Copy(from, _first, _outstanding, 0, Count);
        if (ReferenceEquals(from, _outstanding)) Array.Clear(from, Count, from.Length - Count);
        _first = 0;
    }
}

/// <summary>A block that a peer was asked for and has not given.</summary>
/// <param name="Piece">Its piece.</param>
/// <param name="Number">Which block of it.</param>
/// <param name="AskedAt">The session clock's millisecond.</param>
internal readonly record struct OutstandingBlock(ActivePiece Piece, int Number, long AskedAt);
