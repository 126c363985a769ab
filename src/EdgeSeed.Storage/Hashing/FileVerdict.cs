namespace EdgeSeed.Storage;

/// <summary>What checking found out about one file of a torrent.</summary>
/// <param name="State">The verdict.</param>
/// <param name="Stamp">Length and modification time before hashing; the default value when it could not be looked at.</param>
/// <param name="DamagedPieces">Pieces with the wrong hash that it has a part in.</param>
/// <param name="UncheckedPieces">Pieces it has a part in that could not be read whole.</param>
/// <param name="Error">Why it could not be read, if so.</param>
public readonly record struct FileVerdict(FileState State, FileStamp Stamp, int DamagedPieces, int UncheckedPieces, StorageError? Error);
