using EdgeSeed.Protocol.Addresses;

namespace EdgeSeed.Protocol.Torrents;

/// <summary>
/// A torrent as its <c>.torrent</c> describes it (BEP 3, 12, 19, 27, 47), checked whole by <see cref="MetainfoParser"/>. Name, hashes and
/// texts are slices of the bytes that were parsed, which therefore stay in memory as long as this does; files' paths are not.
/// For what an idle torrent needs, keep <see cref="Layout"/> and a <see cref="FileMap"/> and let this go.
/// </summary>
public sealed class Metainfo
{
    /// <summary>Bytes of a piece's SHA-1.</summary>
    public const int HashLength = 20;

    internal Metainfo()
    {
    }

    /// <summary>SHA-1 of <see cref="InfoBytes"/>: for a hybrid torrent, the hash of its v1 half.</summary>
    public required InfoHash InfoHash { get; init; }

    /// <summary>
    /// The torrent's name as it is spelt: <c>name.utf-8</c> where that is given and well-formed, as other clients do; otherwise the bytes
    /// of <c>name</c>, which need not be UTF-8. To be shown, never to be used as a path.
    /// </summary>
    public required ByteText Name { get; init; }

    /// <summary>What name and files are called on a disk: mapped by <see cref="SafeName"/> where the spelling could not exist there.</summary>
    public required FileNames Names { get; init; }

    /// <summary>
    /// The same from <c>name</c> and <c>path</c> alone, where that is different: so older clients, which know no <c>*.utf-8</c>, have
    /// called the data. Null where there is only one spelling.
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

    /// <summary>The SHA-1 of every piece, 20 bytes each, in order: a slice of the parsed bytes.</summary>
    public required ReadOnlyMemory<byte> PieceHashes { get; init; }

    /// <summary>
    /// The files in the order of the torrent's stream; at least one. No two share a path and none is a folder of another, padding apart,
    /// which is never stored.
    /// </summary>
    public IReadOnlyList<TorrentFile> Files => Names.Files;

    /// <summary>Whether the torrent is one file, not a folder (BEP 3 <c>length</c>).</summary>
    public required bool IsSingleFile { get; init; }

    /// <summary>Whether peers may come from its trackers alone (BEP 27): no DHT, no PEX, no local discovery.</summary>
    public required bool IsPrivate { get; init; }

    /// <summary>Whether there is a v2 half too (BEP 52), which is not looked at.</summary>
    public required bool IsHybrid { get; init; }

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

    /// <summary>The bencoded <c>piece layers</c> of the v2 half (BEP 52); empty when there are none.</summary>
    public ReadOnlyMemory<byte> PieceLayers => Envelope.PieceLayers;

    /// <summary>The info dictionary as it was written, which peers fetch (BEP 9): a slice of the parsed bytes.</summary>
    public required ReadOnlyMemory<byte> InfoBytes { get; init; }

    /// <summary>The SHA-1 that a piece must have; a slice of <see cref="PieceHashes"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such piece.</exception>
    public ReadOnlySpan<byte> PieceHash(PieceIndex piece) => PieceHashes.Span.Slice(piece.Value * HashLength, HashLength);
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
