using EdgeSeed.Engine.Buffers;
using EdgeSeed.Engine.Swarms;
using EdgeSeed.Storage;
using EdgeSeed.Storage.Content;

namespace EdgeSeed.Engine.Disks;

/// <summary>One read for one peer. A peer has at most one.</summary>
/// <param name="peer">Whom it is for; maybe gone when it comes back.</param>
/// <param name="torrent">Whose data, told when it comes back.</param>
/// <param name="source">Where to read.</param>
/// <param name="buffer">Where to; the drive's thread owns it meanwhile.</param>
/// <param name="offset">First byte.</param>
/// <param name="length">Bytes.</param>
internal sealed class ReadJob(PeerConnection peer, TorrentState torrent, BlockSource source, BlockBuffer buffer, long offset, int length) : DriveJob(torrent)
{
    /// <summary>Whom it is for.</summary>
    public PeerConnection Peer { get; } = peer;

    /// <summary>What is filled.</summary>
    public BlockBuffer Buffer { get; } = buffer;

    /// <inheritdoc/>
    protected override StorageError? Read()
    {
        StorageError? error = source.Read(offset, Buffer.Bytes.AsSpan(0, length));
        if (error is null) Buffer.Fill(source, offset, length);
        return error;
    }
}
