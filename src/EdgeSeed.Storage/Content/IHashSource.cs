using EdgeSeed.Protocol.Wire;

namespace EdgeSeed.Storage.Content;

/// <summary>
/// The hash trees of a torrent's files (BEP 52), wherever they come from. Safe for use by several threads at once. Whoever asks can check what it is told
/// against the root it names, so nothing here vouches for it; but nothing is told that is known to be wrong.
/// </summary>
public interface IHashSource
{
    /// <summary>Reads what answers a request; blocks while the medium works.</summary>
    /// <param name="request">What is asked; it need not be possible.</param>
    /// <param name="hashes">
    /// Of a possible request: <see cref="HashRequest.AnswerLength"/> bytes, filled wholly on success: the row, then the proof from below upwards.
    /// </param>
    /// <returns>Null on success; otherwise why it cannot be answered: mostly because no file has such a tree, or none so high.</returns>
    StorageError? ReadHashes(in HashRequest request, Span<byte> hashes);
}
