using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Protocol.Wire;

namespace EdgeSeed.Storage.Content;

/// <summary>The hash trees of a torrent that is in memory: what a download tells others, while it lasts and when it seeds on.</summary>
public sealed class TorrentHashes : IHashSource, IHashedBytes
{
    private readonly FileHashes _hashes;
    private readonly BlockSource _content;
    private readonly HashTrees _trees;

    /// <summary>Takes down where the trees lie.</summary>
    /// <param name="hashes">The torrent's; kept.</param>
    /// <param name="content">The data, as far as it is there.</param>
    public TorrentHashes(FileHashes hashes, BlockSource content)
    {
        (_hashes, _content) = (hashes, content);
        _trees = new HashTrees(hashes, this);
    }

    /// <inheritdoc/>
    public StorageError? ReadHashes(in HashRequest request, Span<byte> hashes) => _trees.Read(request, hashes);

    StorageError? IHashedBytes.ReadTorrent(long offset, Span<byte> buffer) =>
        _hashes.TryRead((int)offset, buffer) ? null : StorageError.Found(StorageOperation.Read, "the torrent's hash trees", StorageFault.Changed, "they are not where they were");

    StorageError? IHashedBytes.ReadContent(long offset, Span<byte> buffer) => _content.Read(offset, buffer);
}
