using EdgeSeed.Engine.Sessions;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Storage.Targets;

namespace EdgeSeed.Engine.Torrents;

/// <summary>What a session needs beyond a <see cref="SeedTorrent"/> to fetch the pieces that are missing.</summary>
public sealed record DownloadOrder
{
    /// <summary>The SHA-1 of every piece, 20 bytes each, in order; empty for version 2 alone.</summary>
    public required ReadOnlyMemory<byte> PieceHashes { get; init; }

    /// <summary>The hash trees of the files (BEP 52), with <see cref="Files"/>; null where pieces are checked by their SHA-1 alone.</summary>
    public FileHashes? FileHashes { get; init; }

    /// <summary>Which part of a file a piece is, where there are trees.</summary>
    public FileMap? Files { get; init; }

    /// <summary>Where blocks are put. Written until <see cref="SeedSession.RemoveAsync"/> has completed.</summary>
    public required BlockTarget Target { get; init; }

    /// <summary>The pieces to fetch; null for all. Those verified already are never fetched. Taken over by the session.</summary>
    public Bitfield? Wanted { get; init; }

    /// <summary>By which versions pieces are checked.</summary>
    public TorrentFormat CheckedBy => FileHashes is null ? TorrentFormat.V1 : PieceHashes.IsEmpty ? TorrentFormat.V2 : TorrentFormat.Hybrid;

    /// <summary>The file's part of a piece; nothing where pieces have no trees.</summary>
    internal FilePiece FilePieceAt(in TorrentLayout layout, PieceIndex piece) => Files?.PieceAt(layout.Offset(piece), layout.PieceLength) ?? default;

    /// <summary>Bytes of a piece that are asked for: in version 2 alone nobody need have the padding behind a file's end.</summary>
    internal int SizeOf(in TorrentLayout layout, PieceIndex piece) => CheckedBy == TorrentFormat.V2 ? FilePieceAt(layout, piece).Length : layout.PieceSize(piece);

    /// <summary>Whether a piece is right: by both versions, where there are both; null when its hashes are not in memory, and cannot be read any more.</summary>
    internal bool? IsRight(PieceIndex piece, ReadOnlySpan<byte> digest)
    {
        ReadOnlySpan<byte> sha1 = PieceHashes.IsEmpty ? [] : PieceHashes.Span.Slice(piece.Value * Metainfo.HashLength, Metainfo.HashLength);
        return Metainfo.IsRight(sha1, FileHashes, piece, digest);
    }
}
