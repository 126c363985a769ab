using EdgeSeed.Engine.Swarms;
using EdgeSeed.Protocol.Torrents;

namespace EdgeSeed.Engine.SuperSeeding;

/// <summary>What is known of one peer of a torrent that is super-seeded.</summary>
/// <param name="plan">The torrent's plan.</param>
/// <param name="peer">Whose it is.</param>
/// <param name="pieceCount">Pieces of the torrent.</param>
internal sealed class SuperSeedPeer(SuperSeedPlan plan, PeerConnection peer, int pieceCount)
{
    /// <summary>
    /// Pieces one peer may have been told of and not been sent; when so many, it is told of no more. Transmission asks once a second: of
    /// pieces of 32 KiB it gets 8 MiB each time.
    /// </summary>
    public const int MaxReveals = 256;

    /// <summary>Given pieces of which it is remembered that no one else has them yet; older ones are forgotten.</summary>
    public const int MaxUnshared = 8;

    private readonly int[] _unshared = new int[MaxUnshared];
    private Reveal[] _reveals = new Reveal[2];

    /// <summary>The torrent's plan.</summary>
    public SuperSeedPlan Plan { get; } = plan;

    /// <summary>Whose it is.</summary>
    public PeerConnection Peer { get; } = peer;

    /// <summary>Pieces it has said that it has; <see cref="SaidCount"/> of them.</summary>
    public Bitfield Said { get; } = new(pieceCount);

    /// <summary>Pieces it has said that it has. Said twice counts once: some clients repeat themselves.</summary>
    public int SaidCount { get; set; }

    /// <summary>Pieces it has: those it said, and those it was sent.</summary>
    public Bitfield Has { get; } = new(pieceCount);

    /// <summary>Pieces it was told of.</summary>
    public Bitfield Told { get; } = new(pieceCount);

    /// <summary>It has said which pieces it has, or has had the time to.</summary>
    public bool HasSpoken { get; set; }

    /// <summary>Pieces it was told of and has not been sent wholly.</summary>
    public int RevealCount { get; private set; }

    /// <summary>Bytes of them not sent yet, and that somebody still waits for from it alone.</summary>
    public long UnsentBytes { get; private set; }

    /// <summary>When it was last told of a piece: session milliseconds; 0 before the first.</summary>
    public long ToldAt { get; set; }

    /// <summary>By what it is told of more than the least, because it fetches faster than it is told.</summary>
    public int Haste { get; set; } = 1;

    /// <summary>Whether it was ever sent anything it was told of.</summary>
    public bool HasFetched { get; private set; }

    /// <summary>How often in a row it did not fetch what it was told of.</summary>
    public int Stalls { get; set; }

    /// <summary>Pieces that it was given and nobody else has.</summary>
    public int UnsharedCount { get; private set; }

    /// <summary>Where the search for its next piece begins, once pieces are offered to all.</summary>
    public int Cursor { get; set; }

    /// <summary>Bytes of memory that one holds.</summary>
    public static int HeldBytes(int pieceCount) => 3 * Bitfield.ByteLength(pieceCount) + 360;

    /// <summary>The pieces told of and not sent.</summary>
    public ref Reveal this[int index] => ref _reveals[index];

    /// <summary>Notes that it was told of a piece.</summary>
    public void Add(in Reveal reveal)
    {
        if (RevealCount == _reveals.Length) Array.Resize(ref _reveals, Math.Min(MaxReveals, _reveals.Length * 2));
        _reveals[RevealCount++] = reveal;
        UnsentBytes += reveal.UnsentBytes;
    }

    /// <summary>The place of a piece among <see cref="this[int]"/>; -1 when it is not there.</summary>
    public int IndexOf(int piece)
    {
        for (int i = 0; i < RevealCount; i++)
        {
            if (_reveals[i].Piece == piece) return i;
        }
        return -1;
    }

    /// <summary>Notes that part of a piece was sent, at most what was left of it.</summary>
    public void Sent(int index, int bytes, long now)
    {
        ref Reveal reveal = ref _reveals[index];
        int counted = Math.Min(bytes, reveal.UnsentBytes);
        reveal.UnsentBytes -= counted;
        reveal.TouchedAt = now;
        UnsentBytes -= counted;
        (Stalls, HasFetched) = (0, true);
    }

    /// <summary>Forgets one of the pieces told of; it may still ask for it.</summary>
    public void RemoveAt(int index)
    {
        UnsentBytes -= _reveals[index].UnsentBytes;
        _reveals[index] = _reveals[--RevealCount];
    }

    /// <summary>Notes that it was given a piece that nobody else has.</summary>
    public void AddUnshared(int piece)
    {
        if (UnsharedCount == MaxUnshared)
        {
            Array.Copy(_unshared, 1, _unshared, 0, --UnsharedCount);
        }
        _unshared[UnsharedCount++] = piece;
    }

    /// <summary>Credits it with a piece that another peer has now, if that was its gift.</summary>
    public bool TryCredit(int piece)
    {
        int index = _unshared.AsSpan(0, UnsharedCount).IndexOf(piece);
        if (index < 0) return false;
        _unshared[index] = _unshared[--UnsharedCount];
        return true;
    }
}
