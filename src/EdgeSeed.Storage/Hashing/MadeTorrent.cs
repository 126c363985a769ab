using EdgeSeed.Protocol.Torrents;

namespace EdgeSeed.Storage;

/// <summary>A torrent that was made, or why it was not.</summary>
/// <param name="Metainfo">The torrent, as anybody who reads <see cref="File"/> sees it; null on failure.</param>
/// <param name="File">The bytes of the <c>.torrent</c>; empty on failure.</param>
/// <param name="Error">Null on success.</param>
public readonly record struct MadeTorrent(Metainfo? Metainfo, ReadOnlyMemory<byte> File, StorageError? Error);
