using EdgeSeed.Protocol.Wire;
using EdgeSeed.Storage.Content;

namespace EdgeSeed.Storage.Library;

/// <summary>
/// A torrent's hash trees as its <c>.torrent</c> files on disk have them: of a torrent that nobody asks for hashes, nothing of them is in memory.
/// </summary>
/// <param name="content">Its copies know where their <c>.torrent</c> is.</param>
public sealed class ShelvedHashes(MirroredContent content) : HashSource
{
    /// <inheritdoc/>
    public override StorageError? Read(in HashRequest request, Span<byte> hashes) => content.ReadHashes(request, hashes);
}
