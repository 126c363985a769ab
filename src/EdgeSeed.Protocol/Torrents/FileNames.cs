namespace EdgeSeed.Protocol.Torrents;

/// <summary>What a torrent and its files are called on a disk, by one of the two spellings a torrent may have.</summary>
/// <param name="Name">Of the folder, or of the only file: a path of one segment.</param>
/// <param name="Files">The files in the order of the torrent's stream, each in a place of its own; see <see cref="Metainfo.Files"/>.</param>
public sealed record FileNames(SafePath Name, IReadOnlyList<TorrentFile> Files);
