using EdgeSeed.Protocol.Torrents;

namespace EdgeSeed.Storage;

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
