using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Protocol.Wire;
using Simulation.Worlds;

namespace Simulation.Peers;

/// <summary>
/// Reads what the session hands to one peer's socket, at that moment, and holds it against what was promised: only what was asked for, only verified
/// pieces, the true bytes, an answer to every request.
/// </summary>
/// <param name="world">The world it is in.</param>
/// <param name="torrent">What the peer wants.</param>
/// <param name="isFast">Whether the peer knows BEP 6.</param>
/// <param name="tally">Counts for all peers.</param>
internal sealed class Tap(World world, SwarmTorrent torrent, bool isFast, Tally tally) : MessageStream
{
    private int _withdrawals;

    /// <summary>What the peer asked for and was not answered.</summary>
    public Asked Asked { get; } = new();

    /// <summary>Whether the session serves it, as it said last.</summary>
    public bool IsUnchoked { get; private set; }

    /// <summary>When the session last said anything that a peer waits for.</summary>
    public long ProgressAt { get; set; } = world.Now;

    /// <summary>How often it was unchoked.</summary>
    public int Unchokes { get; private set; }

    /// <summary>The session has closed the connection: nothing is to be answered any more.</summary>
    public void End()
    {
        Asked.Clear();
        IsUnchoked = false;
    }

    /// <inheritdoc/>
    protected override void Greeted(in Handshake handshake)
    {
        if (handshake.InfoHash != torrent.InfoHash) throw Broken("says hello for another torrent");
        Limits = new MessageLimits(torrent.Layout.PieceCount);
        ProgressAt = world.Now;
    }

    /// <inheritdoc/>
    protected override void Said(in PeerMessage message)
    {
        switch (message.Id)
        {
            case PeerMessageId.Choke:
                IsUnchoked = false;
                ProgressAt = world.Now;
                break;
            case PeerMessageId.Unchoke:
                IsUnchoked = true;
                Unchokes++;
                ProgressAt = world.Now;
                break;
            case PeerMessageId.Reject:
                if (!isFast) throw Broken("sends a reject to a peer without BEP 6");
                if (!Asked.Remove(message.Piece, message.Begin)) throw Broken($"rejects {message.Piece}:{message.Begin}, which nobody asked for");
                tally.Rejects++;
                ProgressAt = world.Now;
                break;
            case PeerMessageId.Have:
            case PeerMessageId.Suggest:
                if (torrent.Withdrawals == 0 && !IsOffered(message.Piece)) throw Broken($"tells of piece {message.Piece}, which is not verified");
                break;
            case PeerMessageId.HaveAll:
                if (torrent.Withdrawals == 0 && !torrent.Offered.IsComplete) throw Broken("says that it has all pieces");
                break;
            case PeerMessageId.Piece:
                if (!IsOffered(message.Piece)) throw Broken($"sends from piece {message.Piece}, which is not verified");
                // Without BEP 6 a choke forgets requests, and nobody can say which.
                if (!Asked.Remove(message.Piece, message.Begin) && isFast) throw Broken($"sends {message.Piece}:{message.Begin}, which nobody asked for");
                _withdrawals = torrent.Withdrawals;
                ProgressAt = world.Now;
                break;
        }
    }

    /// <inheritdoc/>
    protected override void Payload(in PeerMessage message, int at, ReadOnlySpan<byte> bytes)
    {
        if (message.Id == PeerMessageId.Bitfield)
        {
            for (int i = 0; i < bytes.Length; i++)
            {
                if (torrent.Withdrawals == 0 && (bytes[i] & ~torrent.Offered.Span[at + i]) != 0) throw Broken("has a bit in its bitfield that is not verified");
            }
        }
        // Of an info dictionary: it was asked for before the blocks were.
        if (message is { Id: PeerMessageId.Extended, ExtendedId: not 0 }) ProgressAt = world.Now;
        if (message.Id != PeerMessageId.Piece) return;
        tally.PayloadBytes += bytes.Length;
        ProgressAt = world.Now;
        long offset = torrent.Layout.Offset(new PieceIndex((int)message.Piece)) + message.Begin + at;
        // What was begun has to be brought to its end.
        if (torrent.Withdrawals == _withdrawals && !torrent.Data.IsAt(offset, bytes)) throw Broken($"sends wrong bytes of {message.Piece}:{message.Begin}");
    }

    /// <inheritdoc/>
    protected override void Ended(in PeerMessage message)
    {
        if (message.Id == PeerMessageId.Piece) tally.Blocks++;
    }

    private bool IsOffered(uint piece) => torrent.Layout.TryPiece(piece, out PieceIndex index) && torrent.Offered[index];

    private BrokenPromiseException Broken(string how) => new($"The session {how} (torrent {torrent.Number}).");
}

/// <summary>What the session was seen to send to all peers.</summary>
internal sealed class Tally
{
    /// <summary>Bytes of blocks.</summary>
    public long PayloadBytes { get; set; }

    /// <summary>Blocks sent to their end.</summary>
    public long Blocks { get; set; }

    /// <summary>Requests refused.</summary>
    public long Rejects { get; set; }
}
