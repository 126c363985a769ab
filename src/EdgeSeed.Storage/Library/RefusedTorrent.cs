namespace EdgeSeed.Storage;

/// <summary>A <c>.torrent</c> that cannot be used: malformed, too large, or not to be read.</summary>
/// <param name="File">Which.</param>
/// <param name="Stamp">Its length and modification time: when they change, it is tried again.</param>
/// <param name="Error">Why.</param>
public sealed record RefusedTorrent(ContentLocation File, FileStamp Stamp, StorageError Error);
