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

    internal SafePath PathOf(int file) => IsSingleFile ? default : Files[file].Path;
}
