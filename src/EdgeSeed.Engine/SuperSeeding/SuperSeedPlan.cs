using EdgeSeed.Engine.Swarms;
using EdgeSeed.Protocol.Torrents;

namespace EdgeSeed.Engine.SuperSeeding;

/// <summary>
/// The super-seeding of one torrent (BEP 16): who has which piece, and who is told of which next. It begins with the first peer, and ends
/// with the last that was not told of everything at once. Owned by the session loop.
/// </summary>
/// <param name="torrent">What is spread; this side has all of it.</param>
/// <param name="now">Session milliseconds.</param>
internal sealed class SuperSeedPlan(TorrentState torrent, long now)
{
    /// <summary>The time peers are left to share the last pieces, as a fraction of the time it took to give everything.</summary>
    private const double DrainFraction = 0.15;

    /// <summary>By how much longer the last pieces may take than those before.</summary>
    private const double SendingPatience = 1.5;

    private const long LongestDrainMilliseconds = 30_000;

    private readonly List<SuperSeedPeer> _members = [];
    private long _sentBytes;

    /// <summary>What is spread.</summary>
    public TorrentState Torrent { get; } = torrent;

    /// <summary>Who has how much.</summary>
    public PieceCopies Copies { get; } = new(torrent.Torrent.Layout.PieceCount, torrent.SpreadFrom);

    /// <summary>How far it is.</summary>
    public SuperSeedPhase Phase { get; private set; }

    /// <summary>When everything is offered to all, while it is <see cref="SuperSeedPhase.Draining"/>: session milliseconds.</summary>
    public long DrainsUntil { get; private set; }

    /// <summary>Members that may be told of pieces beyond what their number allows, because the budget was left unused.</summary>
    public int ExtraParallel { get; set; }

    /// <summary>A peer has everything: a copy that does not leave with a connection.</summary>
    public bool HasOtherSeed { get; private set; }

    /// <summary>Whether any of its members waits for something it has asked for.</summary>
    public bool IsAsking => _members.Exists(static member => member.Peer.WaitingRequests > 0);

    /// <summary>Peers that take part.</summary>
    public int Count => _members.Count;

    /// <summary>Those of them that were ever sent anything they were told of.</summary>
    public int FetcherCount { get; private set; }

    /// <summary>One of them.</summary>
    public SuperSeedPeer this[int index] => _members[index];

    /// <summary>Bytes of memory that one holds besides its members.</summary>
    public static int HeldBytes(int pieceCount) => PieceCopies.HeldBytes(pieceCount) + 256;

    /// <summary>Takes a peer in.</summary>
    /// <param name="peer">Who has just shaken hands.</param>
    /// <param name="cursor">A piece taken at random, from which on it is offered rare ones.</param>
    public SuperSeedPeer Join(PeerConnection peer, int cursor)
    {
        var member = new SuperSeedPeer(this, peer, Torrent.Torrent.Layout.PieceCount) { Cursor = cursor };
        _members.Add(member);
        return member;
    }

    /// <summary>Lets a peer go: what only it had, nobody has now, unless it has everything and left as a seed.</summary>
    public void Leave(SuperSeedPeer member)
    {
        _members.Remove(member);
        if (member.HasFetched) FetcherCount--;
        for (int i = 0; i < member.RevealCount; i++) ReleaseIfExclusive(ref member[i]);
        if (member.Peer.IsSeed)
        {
            HasOtherSeed = true;
            return;
        }
        for (int from = 0; member.Has.TryNextSet(from, out PieceIndex piece); from = piece.Value + 1) Copies.Remove(piece);
    }

    /// <summary>A peer says that it has a piece.</summary>
    public void Have(SuperSeedPeer member, PieceIndex piece)
    {
        if (!member.Said.Set(piece)) return;
        member.SaidCount++;
        int told = member.IndexOf(piece.Value);
        if (told >= 0) Forget(member, told);
        if (!member.Has.Set(piece) || Copies.Add(piece) != 2) return;
        // The first copy of a copy: whoever was given the piece has passed it on.
        foreach (SuperSeedPeer giver in _members)
        {
            if (!ReferenceEquals(giver, member) && giver.TryCredit(piece.Value)) return;
        }
    }

    /// <summary>Bytes of a bitfield as they come.</summary>
    /// <param name="member">Whose.</param>
    /// <param name="firstByte">Their place in it.</param>
    /// <param name="bits">Bits, highest first; those beyond the last piece are passed over.</param>
    public void HaveBits(SuperSeedPeer member, int firstByte, ReadOnlySpan<byte> bits)
    {
        for (int i = 0; i < bits.Length; i++)
        {
            for (int bit = 0; bit < 8; bit++)
            {
                if ((bits[i] & (0x80 >> bit)) != 0 && Torrent.Torrent.Layout.TryPiece((uint)((firstByte + i) * 8 + bit), out PieceIndex piece))
                    Have(member, piece);
            }
        }
    }

    /// <summary>Part of a piece was sent. Returns whether the member is to be told of more by now.</summary>
    public bool Sent(SuperSeedPeer member, in BlockRequest block, long at)
    {
        _sentBytes += block.Length;
        int index = member.IndexOf(block.Piece.Value);
        if (index < 0) return false;
        if (!member.HasFetched) FetcherCount++;
        member.Sent(index, block.Length, at);
        if (member[index].UnsentBytes > 0) return false;
        Forget(member, index);
        if (member.Has.Set(block.Piece) && Copies.Add(block.Piece) == 1) member.AddUnshared(block.Piece.Value);
        return true;
    }

    /// <summary>Keeps a piece for this member.</summary>
    public void Tell(SuperSeedPeer member, PieceIndex piece, long at)
    {
        bool isExclusive = Phase == SuperSeedPhase.Exclusive;
        if (isExclusive) Copies.Reserve(piece);
        member.Told.Set(piece);
        member.ToldAt = at;
        member.Add(new Reveal
        {
            Piece = piece.Value,
            UnsentBytes = Torrent.Torrent.Layout.PieceSize(piece),
            TouchedAt = at,
            IsExclusive = isExclusive,
        });
    }

    /// <summary>Offers to others what a member was told of long ago and does not fetch.</summary>
    public void ReleaseStalled(SuperSeedPeer member, long before)
    {
        if (member.Peer.Requests.Count > 0 || member.Peer.Item.Exists) return;
        bool hasStalled = false;
        for (int i = member.RevealCount - 1; i >= 0; i--)
        {
            if (member[i].TouchedAt >= before) continue;
            Forget(member, i);
            hasStalled = true;
        }
        if (hasStalled) member.Stalls++;
    }

    /// <summary>Goes on from giving to waiting to offering everything, or back when a holder has left.</summary>
    /// <param name="at">Session milliseconds.</param>
    /// <param name="endsWithSeed">Whether another seed ends it.</param>
    public void Advance(long at, bool endsWithSeed)
    {
        if (Phase == SuperSeedPhase.Open) return;
        bool isGiven = Copies.FreshCount == 0 || (HasOtherSeed && endsWithSeed);
        if (!Torrent.IsComplete) Phase = SuperSeedPhase.Open;
        else if (!isGiven) Phase = SuperSeedPhase.Exclusive;
        else if (Phase == SuperSeedPhase.Exclusive)
        {
            Phase = SuperSeedPhase.Draining;
            DrainsUntil = at + Patience(at);
        }
        else if (at >= DrainsUntil) Phase = SuperSeedPhase.Open;
    }

    /// <summary>
    /// How long peers are left alone once everything is given: until what they were told of is sent, going by what was sent so far, and a part
    /// of the whole time for the sharing of it.
    /// </summary>
    private long Patience(long at)
    {
        long elapsed = at - now, unsent = 0;
        foreach (SuperSeedPeer member in _members) unsent += member.UnsentBytes;
        double sending = elapsed * (double)unsent / Math.Max(unsent, _sentBytes);
        return Math.Min((long)(sending * SendingPatience + elapsed * DrainFraction), LongestDrainMilliseconds);
    }

    /// <summary>Ends exclusiveness at once: memory is short.</summary>
    public void Open() => Phase = SuperSeedPhase.Open;

    private void Forget(SuperSeedPeer member, int index)
    {
        ReleaseIfExclusive(ref member[index]);
        member.RemoveAt(index);
    }

    private void ReleaseIfExclusive(ref Reveal reveal)
    {
        if (!reveal.IsExclusive) return;
        reveal.IsExclusive = false;
        Copies.Release(new PieceIndex(reveal.Piece));
    }
}
