using EdgeSeed.Protocol.Torrents;

namespace EdgeSeed.Storage.Hashing;

/// <summary>Takes the results of a <see cref="PieceHasher"/>, from several threads at once and in any order.</summary>
internal interface IPieceSink
{
    /// <summary>A piece was hashed.</summary>
    /// <param name="piece">The piece.</param>
    /// <param name="digest">As <see cref="Metainfo.IsRight(PieceIndex, ReadOnlySpan{byte})"/> takes it; borrowed for the call.</param>
    void Hashed(PieceIndex piece, ReadOnlySpan<byte> digest);

    /// <summary>A piece could not be read.</summary>
    /// <param name="piece">The piece.</param>
    /// <param name="file">Index of the file that failed.</param>
    /// <param name="error">Why.</param>
    /// <returns>Whether to go on with the other pieces.</returns>
    bool Failed(PieceIndex piece, int file, StorageError error);
}
