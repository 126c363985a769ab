namespace EdgeSeed.Status;

/// <summary>The hashing in progress: one torrent at a time, so that a drive is read in sequence.</summary>
/// <param name="Name">Of the torrent, made printable.</param>
/// <param name="BytesDone">Read and hashed so far.</param>
/// <param name="BytesTotal">Of this torrent.</param>
/// <param name="Waiting">Torrents still to come after this one.</param>
/// <param name="SecondsLeft">Until everything of its drive or folder is hashed, at the pace so far; null while that is not known.</param>
internal sealed record HashingStatus(string Name, long BytesDone, long BytesTotal, int Waiting, long? SecondsLeft = null);
