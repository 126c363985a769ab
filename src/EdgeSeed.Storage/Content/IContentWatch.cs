using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Torrents;

namespace EdgeSeed.Storage.Content;

/// <summary>Is told when data that is being seeded cannot be read; called on reading threads, so it must return quickly.</summary>
public interface IContentWatch
{
    /// <summary>One piece cannot be read and is withheld from now on; the drive is still there.</summary>
    /// <param name="infoHash">The torrent.</param>
    /// <param name="owner">Which copy of its data.</param>
    /// <param name="piece">The piece.</param>
    /// <param name="error">Why.</param>
    void PieceFailed(InfoHash infoHash, ContentLocation owner, PieceIndex piece, StorageError error);

    /// <summary>A file is gone, was changed, or its drive is away: nothing of the copy can be relied on.</summary>
    /// <inheritdoc cref="PieceFailed"/>
    void CopyFailed(InfoHash infoHash, ContentLocation owner, StorageError error);
}
