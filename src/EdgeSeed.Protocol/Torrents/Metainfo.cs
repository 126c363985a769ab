using EdgeSeed.Protocol.Addresses;

namespace EdgeSeed.Protocol.Torrents;

/// <summary>
/// A torrent as its <c>.torrent</c> describes it (BEP 3, 12, 19, 27, 47, 52), checked whole by <see cref="MetainfoParser"/>. Name, hashes and
/// texts are slices of the bytes that were parsed, which therefore stay in memory as long as this does; files' paths are not. Where it was read without its
/// hashes (<see cref="TorrentBytes"/>), they are read from the file when they are wanted.
/// For what an idle torrent needs, keep <see cref="Layout"/> and a <see cref="FileMap"/> and let this go.
/// </summary>
public sealed class Metainfo
{
    /// <summary>Bytes of a piece's SHA-1.</summary>
    public const int HashLength = 20;

    internal Metainfo()
    {
    }

    /// <summary>
    /// What the torrent is called in 20 bytes: the SHA-1 of <see cref="InfoBytes"/>; of a torrent of version 2 alone, which has none, what
    /// <see cref="InfoHashV2"/> is cut to.
    /// </summary>
    public required InfoHash InfoHash { get; init; }

    /// <summary>SHA-256 of <see cref="InfoBytes"/> where there is a version 2 (BEP 52); null for a torrent of version 1.</summary>
    public required Sha256Hash? InfoHashV2 { get; init; }

    /// <summary>By which versions its pieces are hashed.</summary>
    public required TorrentFormat Format { get; init; }

    /// <summary>
    /// The torrent's name as it is spelt: <c>name.utf-8</c> where that is given and well-formed, as other clients do; otherwise the bytes
    /// of <c>name</c>, which need not be UTF-8. To be shown, never to be used as a path.
    /// </summary>
    public required ByteText Name { get; init; }

    /// <summary>What name and files are called on a disk: mapped by <see cref="SafeName"/> where the spelling could not exist there.</summary>
    public required FileNames Names { get; init; }

    /// <summary>
    /// The same from <c>name</c> and <c>path</c> alone, where that is different: so older clients, which know no <c>*.utf-8</c>, have
    /// called the data. Else as libtorrent calls it where names differ only in case. Null where there is only one spelling.
    /// </summary>
    public FileNames? RawNames { get; init; }

    /// <summary>The name on a disk: a path of one segment.</summary>
    public SafePath NamePath => Names.Name;

    /// <summary>
    /// Paths as they are spelt, segments joined by <c>/</c>, by index of those files that are called otherwise on a disk; null where none is.
    /// </summary>
    public IReadOnlyDictionary<int, ByteText>? WrittenPaths { get; init; }

    /// <summary>A file's path as it is spelt: to be shown, never to be used as a path.</summary>
    /// <param name="file">Its index.</param>
    public ByteText PathAsWritten(int file) =>
        WrittenPaths is { } written && written.TryGetValue(file, out ByteText path) ? path : new ByteText(Files[file].Path.Bytes);

    /// <summary>How the bytes are cut into pieces and blocks; stands alone.</summary>
    public required TorrentLayout Layout { get; init; }

    /// <summary>Bytes of every piece but the last.</summary>
    public int PieceLength => Layout.PieceLength;

    /// <summary>Number of pieces; at least 1.</summary>
    public int PieceCount => Layout.PieceCount;

    /// <summary>Bytes of all files, padding included; at least 1.</summary>
    public long TotalLength => Layout.TotalLength;

    /// <summary>Bytes of all files, padding left out: what the data takes on a disk.</summary>
    public long ContentLength => Files.Sum(static file => file.IsPadding ? 0 : file.Length);

    /// <summary>The SHA-1 of every piece, 20 bytes each, in order: a slice of the parsed bytes; empty for version 2 alone, and where they are not in memory.</summary>
    public required ReadOnlyMemory<byte> PieceHashes { get; init; }

    /// <summary>
    /// The hash trees of the files (BEP 52). Null for version 1; for a hybrid without piece layers, of which the version 1 is used; and
    /// where an info dictionary was read alone.
    /// </summary>
    public required FileHashes? FileHashes { get; init; }

    /// <summary>Piece layers that its files need and that were not there: where an info dictionary was read alone, and of a hybrid without them.</summary>
    public IReadOnlyList<MissingLayer> MissingLayers { get; init; } = [];

    /// <summary>What clients of version 2 call a hybrid whose trees are known (BEP 52); null where it has one name.</summary>
    public InfoHash? SecondName => Format == TorrentFormat.Hybrid && FileHashes is not null ? InfoHashV2!.Value.Truncated : null;

    /// <summary>
    /// The files in the order of the torrent's stream; at least one. No two share a path and none is a folder of another, padding apart,
    /// which is never stored. In version 2 every file begins with a piece: what is missing to its end is padding here, written or not.
    /// </summary>
    public IReadOnlyList<TorrentFile> Files => Names.Files;

    /// <summary>Whether the torrent is one file, not a folder (BEP 3 <c>length</c>).</summary>
    public required bool IsSingleFile { get; init; }

    /// <summary>Whether peers may come from its trackers alone (BEP 27): no DHT, no PEX, no local discovery.</summary>
    public required bool IsPrivate { get; init; }

    /// <summary>The <c>source</c> that private trackers add to tell their torrents apart; part of the info-hash.</summary>
    public ByteText? Source { get; init; }

    /// <summary>
    /// What stands around the info dictionary; hand it to <see cref="MetainfoWriter"/> to write the torrent again, with changes or
    /// without.
    /// </summary>
    public required MetainfoEnvelope Envelope { get; init; }

    /// <summary>A comment of the maker.</summary>
    public ByteText? Comment => Envelope.Comment;

    /// <summary>The program that made the torrent.</summary>
    public ByteText? CreatedBy => Envelope.CreatedBy;

    /// <summary>When the torrent was made, if it says so and the time is one that exists.</summary>
    public DateTimeOffset? CreationDate => Envelope.CreationDate;

    /// <summary>
    /// Addresses of trackers, tier by tier (BEP 12), no tier empty; the only tier is <c>announce</c> where there is no
    /// <c>announce-list</c>.
    /// Each as <see cref="WrittenAddress"/> gives it.
    /// </summary>
    public IReadOnlyList<IReadOnlyList<string>> AnnounceTiers => Envelope.AnnounceTiers;

    /// <summary>Addresses of web seeds (BEP 19 <c>url-list</c>), no two alike; the same promises as for <see cref="AnnounceTiers"/>.</summary>
    public IReadOnlyList<string> WebSeeds => Envelope.WebSeeds;

    /// <summary>Nodes of the DHT (BEP 5), see <see cref="MetainfoEnvelope.Nodes"/>.</summary>
    public IReadOnlyList<PeerEndPoint> Nodes => Envelope.Nodes;

    /// <summary>What there is to say of trackers and web seeds: mostly which cannot be used, and why.</summary>
    public IReadOnlyList<RemarkedAddress> Remarks { get; init; } = [];

    /// <summary>The bencoded <c>piece layers</c> of the v2 half (BEP 52); empty when there are none, and where they are not in memory.</summary>
    public ReadOnlyMemory<byte> PieceLayers => Envelope.PieceLayers;

    /// <summary>Bytes of memory that reading took, as <see cref="MetainfoLimits.MaxMemory"/> counts them.</summary>
    public required long ReadingBytes { get; init; }

    /// <summary>The info dictionary as it was written, which peers fetch (BEP 9): a slice of the parsed bytes; empty where hashes in it are not in memory.</summary>
    public required ReadOnlyMemory<byte> InfoBytes { get; init; }

    /// <summary>Where the info dictionary is in the parsed file.</summary>
    public required Range InfoPlace { get; init; }

    /// <summary>Bytes of the info dictionary.</summary>
    public int InfoLength => InfoPlace.End.Value - InfoPlace.Start.Value;

    /// <summary>Where the <c>piece layers</c> are in the parsed file; empty when there are none.</summary>
    public required Range LayersPlace { get; init; }

    /// <summary>Where the SHA-1 of its pieces are in the parsed file; empty when there are none.</summary>
    public required Range PiecesPlace { get; init; }

    /// <summary>The parsed file.</summary>
    public required TorrentBytes File { get; init; }

    /// <summary>Bytes of what a piece is compared with: its SHA-1 where there is a version 1, then its root in a hash tree where there are trees.</summary>
    public int DigestLength => (HasSha1 ? HashLength : 0) + (FileHashes is null ? 0 : MerkleTree.HashLength);

    /// <summary>Whether pieces have a SHA-1.</summary>
    public bool HasSha1 => Format != TorrentFormat.V2;

    /// <summary>By which versions its pieces are checked: a hybrid without piece layers by version 1.</summary>
    public TorrentFormat CheckedBy => FileHashes is null && HasSha1 ? TorrentFormat.V1 : Format;

    /// <summary>Whether a piece is right: by both versions, where there are both.</summary>
    /// <param name="piece">The piece.</param>
    /// <param name="digest">Of the piece as it is: <see cref="DigestLength"/> bytes.</param>
    /// <returns>Null when its hashes are not in memory, and cannot be read any more.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such piece.</exception>
    public bool? IsRight(PieceIndex piece, ReadOnlySpan<byte> digest)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)piece.Value, (uint)PieceCount, nameof(piece));
        Span<byte> sha1 = stackalloc byte[HasSha1 ? HashLength : 0];
        bool isRead = sha1.IsEmpty || File.TryRead(PiecesPlace.Start.Value + piece.Value * HashLength, sha1);
        return isRead ? IsRight(sha1, FileHashes, piece, digest) : null;
    }

    /// <summary>The same for who has kept no more of a torrent than this.</summary>
    /// <param name="sha1">That of the piece, 20 bytes; empty for version 2 alone.</param>
    /// <param name="fileHashes">See <see cref="FileHashes"/>.</param>
    /// <param name="piece">The piece.</param>
    /// <param name="digest">Of the piece as it is, by as many versions.</param>
    /// <returns>Null when the hash trees cannot be read any more.</returns>
    public static bool? IsRight(ReadOnlySpan<byte> sha1, FileHashes? fileHashes, PieceIndex piece, ReadOnlySpan<byte> digest)
    {
        if (!digest[..sha1.Length].SequenceEqual(sha1)) return false;
        if (fileHashes is null) return true;
        Span<byte> root = stackalloc byte[MerkleTree.HashLength];
        return fileHashes.TryReadRoot(piece, root) ? digest[sha1.Length..].SequenceEqual(root) : null;
    }
}

/// <summary>By which versions of BitTorrent a torrent's pieces are hashed.</summary>
public enum TorrentFormat
{
    /// <summary>Version 1 (BEP 3): SHA-1 of pieces across files.</summary>
    V1,

    /// <summary>Both: one info dictionary that clients of either version read.</summary>
    Hybrid,

    /// <summary>Version 2 alone (BEP 52): a hash tree of SHA-256 a file.</summary>
    V2,
}

/// <summary>Why a <c>.torrent</c> was refused.</summary>
/// <param name="Message">A plain sentence, safe to print; it names the key and the limit concerned.</param>
/// <param name="Offset">The byte, counted from 0, at which the faulty value starts.</param>
/// <param name="IsTooLarge">Whether it may be a good torrent, and only takes more than <see cref="MetainfoLimits.MaxMemory"/>.</param>
public readonly record struct MetainfoError(string Message, int Offset, bool IsTooLarge = false)
{
    /// <summary><c>byte 17: piece length: this is not a well-formed integer</c>.</summary>
    public override string ToString() => $"byte {Offset}: {Message}";
}
