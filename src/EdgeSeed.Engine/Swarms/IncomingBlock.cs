using System.Runtime.InteropServices;
using EdgeSeed.Engine.Downloads;
using EdgeSeed.Engine.Pieces;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Storage;

namespace EdgeSeed.Engine.Swarms;

/// <summary>
/// Memory for one block on its way from a socket to the target, and what it is a part of. The session loop owns it until it is handed to
/// the <see cref="BlockWriter"/>, and again when it comes back.
/// </summary>
internal sealed class IncomingBlock
{
    public byte[] Bytes { get; } = GC.AllocateUninitializedArray<byte>(TorrentLayout.BlockLength, pinned: true);

    public TorrentState? Torrent { get; set; }

    public ActivePiece? Piece { get; set; }

    /// <summary>Which block of the piece.</summary>
    public int Number { get; set; }

    public int Length { get; set; }

    /// <summary>Bytes received so far.</summary>
    public int Filled { get; set; }

    /// <summary>Set by the writer: why it could not be written.</summary>
    public StorageError? Error { get; set; }

    /// <summary>Set by the writer: the fault of ours for which it could not be written.</summary>
    public Exception? Bug { get; set; }

    /// <summary>Set by the writer: what its piece became by it.</summary>
    public PieceVerdict Verdict { get; set; }

    /// <summary>Where the rest of it goes.</summary>
    public Span<byte> Rest => Bytes.AsSpan(Filled, Length - Filled);

    public ReadOnlyMemory<byte> Content => MemoryMarshal.CreateFromPinnedArray(Bytes, 0, Length);

    /// <summary>Forgets what it was for.</summary>
    public void Clear()
    {
        (Torrent, Piece, Error, Bug, Verdict) = (null, null, null, null, PieceVerdict.Open);
        (Number, Length, Filled) = (0, 0, 0);
    }
}
