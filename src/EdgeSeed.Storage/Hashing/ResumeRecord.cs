using System.Buffers.Binary;
using EdgeSeed.Linux.Files;
using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Storage.Content;
using EdgeSeed.Storage.State;

namespace EdgeSeed.Storage.Hashing;

/// <summary>
/// What was verified of a torrent's data, and how the files looked then; so that a restart, or a drive that comes back, need not be hashed
/// again. One of the records in a <see cref="DriveMemory"/>, numbers little-endian: info-hash (20 bytes), uploaded bytes (8),
/// piece count (4), file count (4), per file its length (8) and modification time in ns (8), then one byte 0 = no piece is verified, 1 = all,
/// 2 = the bitfield follows as BEP 3 lays it out; 128 more when not all pieces were looked at yet.
/// </summary>
public sealed record ResumeRecord
{
    /// <summary>Most pieces, as many as fit into the largest <c>.torrent</c> that is read; a record with more is refused.</summary>
    public const int MaxPieces = (64 << 20) / Metainfo.HashLength;

    private const int FixedLength = InfoHash.Length + 16;
    private const int StampLength = 16;
    private const byte NoPiece = 0;
    private const byte EveryPiece = 1;
    private const byte SomePieces = 2;
    private const byte UnfinishedFlag = 0x80;

    /// <summary>The torrent.</summary>
    public required InfoHash InfoHash { get; init; }

    /// <summary>Payload bytes uploaded of this torrent since it was first seeded here.</summary>
    public long UploadedBytes { get; init; }

    /// <summary>The pieces whose hash was right.</summary>
    public required Bitfield Verified { get; init; }

    /// <summary>Whether hashing was under way: pieces that are not <see cref="Verified"/> may be right all the same.</summary>
    public bool IsUnfinished { get; init; }

    /// <summary>How each file of the torrent looked when it was verified, in the torrent's order; the default value for a missing one.</summary>
    public required IReadOnlyList<FileStamp> Stamps { get; init; }

    /// <summary>The record of data that was just verified.</summary>
    public static ResumeRecord Of(Metainfo torrent, VerifyResult result)
    {
        ArgumentNullException.ThrowIfNull(torrent);
        ArgumentNullException.ThrowIfNull(result);
        return new() { InfoHash = torrent.InfoHash, Verified = result.Pieces, Stamps = [.. result.Files.Select(file => file.Stamp)] };
    }

    /// <summary>The record of content that a torrent was just made of.</summary>
    public static ResumeRecord Of(Metainfo torrent, ContentListing content)
    {
        ArgumentNullException.ThrowIfNull(torrent);
        ArgumentNullException.ThrowIfNull(content);
        var verified = new Bitfield(torrent.PieceCount);
        verified.SetAll();
        return new() { InfoHash = torrent.InfoHash, Verified = verified, Stamps = [.. content.Files.Select(file => file.Stamp)] };
    }

    /// <summary>The pieces that may still be trusted: those verified, less all that have a part in a file whose length or time is another now.</summary>
    /// <param name="torrent">The torrent; when the record is of another or of another shape, nothing is trusted.</param>
    /// <param name="location">Where its data lies; nothing is opened there, only looked at.</param>
    public Bitfield Trusted(Metainfo torrent, ContentLocation location) => Trusted(torrent, location, out _);

    /// <inheritdoc cref="Trusted(Metainfo, ContentLocation)"/>
    /// <param name="torrent">As there.</param>
    /// <param name="location">As there.</param>
    /// <param name="isUnchanged">Whether every file looks as it did, so that nothing is to be learned by looking closer.</param>
    public Bitfield Trusted(Metainfo torrent, ContentLocation location, out bool isUnchanged)
    {
        isUnchanged = false;
        ArgumentNullException.ThrowIfNull(torrent);
        ArgumentNullException.ThrowIfNull(location);
        var trusted = new Bitfield(torrent.PieceCount);
        if (torrent.InfoHash != InfoHash || Verified.Length != torrent.PieceCount || Stamps.Count != torrent.Files.Count) return trusted;
        for (int from = 0; Verified.TryNextSet(from, out PieceIndex piece); from = piece.Value + 1) trusted.Set(piece);

        isUnchanged = true;
        IReadOnlyList<TorrentFile> files = location.FilesOf(torrent);
        using RootedFiles rooted = new(location);
        for (int i = 0; i < Stamps.Count; i++)
        {
            TorrentFile file = files[i];
            if (file.IsPadding || file.Length == 0) continue;
            StorageError? error = rooted.StatusOf(torrent.IsSingleFile ? default : file.Path, out FileStatus status);
            if ((error is null && status.Kind == FileKind.Regular && status.Stamp == Stamps[i]) || (error is { Fault: StorageFault.Missing } && Stamps[i] == default)) continue;
            isUnchanged = false;
            (int first, int last) = file.Pieces(torrent.PieceLength);
            for (int piece = first; piece <= last; piece++) trusted.Clear(new PieceIndex(piece));
        }
        return trusted;
    }

    /// <summary>The payload.</summary>
    public byte[] ToBytes()
    {
        byte pieces = Verified.IsEmpty ? NoPiece : Verified.IsComplete ? EveryPiece : SomePieces;
        ReadOnlySpan<byte> bits = pieces == SomePieces ? Verified.Span : [];
        byte[] payload = new byte[FixedLength + Stamps.Count * StampLength + 1 + bits.Length];
        InfoHash.Span.CopyTo(payload);
        Span<byte> rest = payload.AsSpan(InfoHash.Length);
        BinaryPrimitives.WriteInt64LittleEndian(rest, UploadedBytes);
        BinaryPrimitives.WriteInt32LittleEndian(rest[8..], Verified.Length);
        BinaryPrimitives.WriteInt32LittleEndian(rest[12..], Stamps.Count);
        rest = rest[16..];
        foreach (FileStamp stamp in Stamps)
        {
            BinaryPrimitives.WriteInt64LittleEndian(rest, stamp.Length);
            BinaryPrimitives.WriteInt64LittleEndian(rest[8..], stamp.ModifiedNanoseconds);
            rest = rest[StampLength..];
        }
        rest[0] = (byte)(pieces | (IsUnfinished ? UnfinishedFlag : 0));
        bits.CopyTo(rest[1..]);
        return payload;
    }

    /// <summary>Reads a payload; every length is checked before anything is allocated for it.</summary>
    /// <returns>False when it is not exactly one record.</returns>
    public static bool TryParse(ReadOnlySpan<byte> payload, out ResumeRecord? record)
    {
        record = null;
        if (payload.Length < FixedLength + 1) return false;
        var infoHash = new InfoHash(payload[..InfoHash.Length]);
        ReadOnlySpan<byte> rest = payload[InfoHash.Length..];
        long uploaded = BinaryPrimitives.ReadInt64LittleEndian(rest);
        int pieceCount = BinaryPrimitives.ReadInt32LittleEndian(rest[8..]);
        int fileCount = BinaryPrimitives.ReadInt32LittleEndian(rest[12..]);
        rest = rest[16..];
        if (uploaded < 0 || pieceCount is < 1 or > MaxPieces || fileCount < 1 || fileCount > (rest.Length - 1) / StampLength) return false;

        var stamps = new FileStamp[fileCount];
        for (int i = 0; i < stamps.Length; i++, rest = rest[StampLength..])
        {
            stamps[i] = new FileStamp(BinaryPrimitives.ReadInt64LittleEndian(rest), BinaryPrimitives.ReadInt64LittleEndian(rest[8..]));
            if (stamps[i].Length < 0) return false;
        }
        bool isUnfinished = (rest[0] & UnfinishedFlag) != 0;
        if (!TryParsePieces((byte)(rest[0] & ~UnfinishedFlag), rest[1..], pieceCount, out Bitfield verified)) return false;
        record = new ResumeRecord { InfoHash = infoHash, UploadedBytes = uploaded, Verified = verified, Stamps = stamps, IsUnfinished = isUnfinished };
        return true;
    }

    private static bool TryParsePieces(byte form, ReadOnlySpan<byte> bits, int pieceCount, out Bitfield pieces)
    {
        pieces = default;
        if (form > SomePieces) return false;
        if (form == SomePieces ? !Bitfield.IsValid(bits, pieceCount) : !bits.IsEmpty) return false;
        pieces = form == SomePieces ? new Bitfield(bits.ToArray(), pieceCount) : new Bitfield(pieceCount);
        if (form == EveryPiece) pieces.SetAll();
        // One form a meaning, so that what is read is written back the same.
        return form != SomePieces || !(pieces.IsEmpty || pieces.IsComplete);
    }
}
