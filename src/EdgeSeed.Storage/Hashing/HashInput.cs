using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Storage.Content;

namespace EdgeSeed.Storage.Hashing;

/// <summary>What is hashed: files at a location, cut into pieces.</summary>
/// <param name="Location">The file or folder.</param>
/// <param name="IsSingleFile">Whether the location is the one file.</param>
/// <param name="Files">The files in the torrent's order.</param>
/// <param name="Layout">Piece length and total length, as the files add up to.</param>
/// <param name="Stamps">
/// When given, one a file: a file that no longer has its stamp when opened is reported as <see cref="StorageFault.Changed"/>.
/// </param>
internal sealed record HashInput(
    ContentLocation Location, bool IsSingleFile, IReadOnlyList<TorrentFile> Files, TorrentLayout Layout, IReadOnlyList<ContentFile>? Stamps)
{
    internal FileMap Map { get; } = new(Files);

    /// <summary>Pieces that are not hashed again because their result is known; null for none.</summary>
    internal Bitfield? Known { get; init; }

    /// <summary>By which versions pieces are hashed; version 1 by default. In the others every file begins with a piece.</summary>
    internal TorrentFormat Format { get; init; }

    /// <summary>What is to be hashed for a torrent that is being made.</summary>
    /// <param name="content">The files.</param>
    /// <param name="name">What a single file is called.</param>
    /// <param name="pieceLength">Bytes of a piece.</param>
    /// <param name="format">Where it has a version 2, files are padded; a folder's last one too, as libtorrent does.</param>
    internal static HashInput Of(ContentListing content, SafePath name, int pieceLength, TorrentFormat format)
    {
        var files = new List<TorrentFile>(content.Files.Count);
        var stamps = new List<ContentFile>(content.Files.Count);
        long offset = 0;
        foreach (ContentFile file in content.Files)
        {
            files.Add(new TorrentFile(content.IsSingleFile ? name : file.Path, file.Stamp.Length, offset));
            stamps.Add(file);
            offset = files[^1].End;
            long missing = format == TorrentFormat.V1 || content.Files.Count == 1 ? 0 : -offset & (pieceLength - 1);
            if (missing == 0) continue;
            _ = SafePath.TryParse($".pad/{missing}", out SafePath padding);
            files.Add(new TorrentFile(padding, missing, offset, TorrentFileAttributes.Padding));
            stamps.Add(default);
            offset += missing;
        }
        return new HashInput(content.Location, content.IsSingleFile, files, new TorrentLayout(offset, pieceLength), stamps) { Format = format };
    }

    /// <summary>The file's part of a piece; in version 1, where a piece may have several, nothing.</summary>
    internal FilePiece FilePieceAt(PieceIndex piece) => Format == TorrentFormat.V1 ? default : Map.PieceAt(Layout.Offset(piece), Layout.PieceLength);

    /// <summary>Why a piece that was hashed cannot be judged: the right hashes are read from the <c>.torrent</c>.</summary>
    internal StorageError TorrentIsAway() => StorageError.Found(StorageOperation.Hash, Location.ToString(), StorageFault.Changed, "its torrent is away, or another by now");

    internal SafePath PathOf(int file) => IsSingleFile ? default : Files[file].Path;
}
