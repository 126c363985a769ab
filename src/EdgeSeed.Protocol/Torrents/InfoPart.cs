using EdgeSeed.Protocol.Addresses;

namespace EdgeSeed.Protocol.Torrents;

/// <summary>A checked info dictionary on its way into a <see cref="Metainfo"/>.</summary>
internal sealed record InfoPart
{
    public required InfoHash InfoHash { get; init; }

    /// <summary>Where it is in the image.</summary>
    public required Range Range { get; init; }

    /// <summary>Where the hashes of its pieces are in the file.</summary>
    public required Range Pieces { get; init; }

    public required ByteText Name { get; init; }

    public required TorrentLayout Layout { get; init; }

    public required FileNames Names { get; init; }

    public required FileNames? RawNames { get; init; }

    public required IReadOnlyDictionary<int, ByteText>? WrittenPaths { get; init; }

    public required bool IsSingleFile { get; init; }

    public required bool IsPrivate { get; init; }

    public required Sha256Hash? InfoHashV2 { get; init; }

    public required TorrentFormat Format { get; init; }

    public required FileHashes? FileHashes { get; init; }

    public required long ReadingBytes { get; init; }

    public required ByteText? Source { get; init; }

    public Metainfo ToMetainfo(TorrentOutline torrent, MetainfoEnvelope around, Range? layers, IReadOnlyList<RemarkedAddress> remarks) => new()
    {
        InfoHash = InfoHash,
        File = torrent.Bytes,
        InfoPlace = torrent.FilePlace(Range),
        LayersPlace = layers is { } place ? torrent.FilePlace(place) : default,
        PiecesPlace = Pieces,
        InfoBytes = torrent.IsWhole(Range) ? torrent.Image[Range] : default,
        Name = Name,
        Names = Names,
        RawNames = RawNames,
        WrittenPaths = WrittenPaths,
        Layout = Layout,
        PieceHashes = torrent.IsPartial ? default : torrent.Image[Pieces],
        IsSingleFile = IsSingleFile,
        IsPrivate = IsPrivate,
        InfoHashV2 = InfoHashV2,
        Format = Format,
        FileHashes = FileHashes is { IsComplete: true } hashes ? hashes : null,
        MissingLayers = FileHashes is { IsComplete: false } incomplete ? incomplete.MissingLayers : [],
        ReadingBytes = ReadingBytes,
        Source = Source,
        Envelope = around,
        Remarks = remarks,
    };
}
