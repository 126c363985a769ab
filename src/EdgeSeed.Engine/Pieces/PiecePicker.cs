using EdgeSeed.Protocol.Torrents;

namespace EdgeSeed.Engine.Pieces;

/// <summary>
/// Which piece is begun next: of those that a peer has and nobody fetches, the one that fewest peers have. Looks from a random place, so that
/// equals are taken at random and a choice is as cheap with a million pieces as with a thousand. Three bytes a piece.
/// </summary>
internal sealed class PiecePicker
{
    /// <summary>Pieces compared for one choice at most; with more to choose from, the rarest of a random part is taken.</summary>
    private const int MaxCompared = 2048;

    private readonly ushort[] _availability;
    private readonly byte[] _waiting;

    /// <param name="verified">Pieces that are there.</param>
    /// <param name="wanted">Pieces to fetch; null for all.</param>
    public PiecePicker(Bitfield verified, Bitfield? wanted)
    {
        _availability = new ushort[verified.Length];
        _waiting = new byte[Bitfield.ByteLength(verified.Length)];
        for (int from = 0; verified.TryNextClear(from, out PieceIndex piece); from = piece.Value + 1)
        {
            if (wanted is null || wanted.Value[piece]) Add(piece);
        }
    }

    /// <summary>Pieces that nobody fetches yet.</summary>
    public int Waiting { get; private set; }

    /// <summary>How many connected peers have a piece.</summary>
    public int Availability(PieceIndex piece) => _availability[piece.Value];

    /// <summary>Counts a peer that has a piece.</summary>
    public void Count(PieceIndex piece)
    {
        if (_availability[piece.Value] < ushort.MaxValue) _availability[piece.Value]++;
    }

    /// <summary>Counts all that a peer has, or takes them out again.</summary>
    public void Count(Bitfield pieces, bool isGone)
    {
        for (int from = 0; pieces.TryNextSet(from, out PieceIndex piece); from = piece.Value + 1)
        {
            if (!isGone) Count(piece);
            else if (_availability[piece.Value] > 0) _availability[piece.Value]--;
        }
    }

    /// <summary>Whether a peer has a piece that nobody fetches.</summary>
    public bool HasAny(Bitfield pieces)
    {
        ReadOnlySpan<byte> has = pieces.Span;
        for (int i = 0; i < has.Length; i++)
        {
            if ((has[i] & _waiting[i]) != 0) return true;
        }
        return false;
    }

    /// <summary>Whether nobody fetches a wanted piece.</summary>
    public bool IsWaiting(PieceIndex piece) => (_waiting[piece.Value >> 3] & (0x80 >> (piece.Value & 7))) != 0;

    /// <summary>Puts a piece back among those to be fetched.</summary>
    public void Add(PieceIndex piece)
    {
        if (IsWaiting(piece)) return;
        _waiting[piece.Value >> 3] |= (byte)(0x80 >> (piece.Value & 7));
        Waiting++;
    }

    /// <summary>Takes a piece out: it is being fetched.</summary>
    public void Remove(PieceIndex piece)
    {
        if (!IsWaiting(piece)) return;
        _waiting[piece.Value >> 3] &= (byte)~(0x80 >> (piece.Value & 7));
        Waiting--;
    }

    /// <summary>Chooses a piece that a peer has.</summary>
    /// <param name="pieces">Those it has.</param>
    /// <param name="random">Decides between equally rare ones.</param>
    /// <param name="rarest">The piece.</param>
    /// <returns>False when it has none that is waiting.</returns>
    public bool TryPick(Bitfield pieces, Random random, out PieceIndex rarest)
    {
        rarest = default;
        if (Waiting == 0) return false;
        ReadOnlySpan<byte> has = pieces.Span;
        int start = random.Next(has.Length), fewest = int.MaxValue, compared = 0;
        for (int step = 0; step < has.Length && compared < MaxCompared; step++)
        {
            int at = start + step < has.Length ? start + step : start + step - has.Length;
            int both = has[at] & _waiting[at];
            for (int bit = 0; both != 0; bit++, both &= 0xff >> bit)
            {
                if ((both & (0x80 >> bit)) == 0) continue;
                int number = at * 8 + bit;
                compared++;
                if (_availability[number] >= fewest) continue;
                (rarest, fewest) = (new PieceIndex(number), _availability[number]);
            }
        }
        return compared > 0;
    }
}
