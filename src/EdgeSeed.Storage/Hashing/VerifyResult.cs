using EdgeSeed.Linux.Files;
using EdgeSeed.Protocol.Torrents;

namespace EdgeSeed.Storage.Hashing;

/// <summary>What checking a torrent's data found.</summary>
/// <param name="Pieces">The pieces that are right.</param>
/// <param name="Files">One verdict a file, in the torrent's order.</param>
public sealed record VerifyResult(Bitfield Pieces, IReadOnlyList<FileVerdict> Files)
{
    /// <summary>Whether every piece is right; a file that is too long, or an empty one that is missing, does not spoil this.</summary>
    public bool IsComplete => Pieces.IsComplete;

    /// <summary>Whether every file is exactly as the torrent says.</summary>
    public bool IsExact => IsComplete && Files.All(file => file.State == FileState.Good);
}

/// <summary>What checking found out about one file of a torrent.</summary>
/// <param name="State">The verdict.</param>
/// <param name="Stamp">Length and modification time before hashing; the default value when it could not be looked at.</param>
/// <param name="DamagedPieces">Pieces with the wrong hash that it has a part in.</param>
/// <param name="UncheckedPieces">Pieces it has a part in that could not be read whole.</param>
/// <param name="Error">Why it could not be read, if so.</param>
public readonly record struct FileVerdict(FileState State, FileStamp Stamp, int DamagedPieces, int UncheckedPieces, StorageError? Error);
