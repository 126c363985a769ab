using EdgeSeed.Engine.Buffers;
using EdgeSeed.Engine.Peers;
using EdgeSeed.Engine.Torrents;
using EdgeSeed.Storage;

namespace EdgeSeed.Engine.Disks;

/// <summary>One read for one peer, on its way to a drive's thread and back. A peer has at most one.</summary>
/// <param name="Peer">Whom it is for; maybe gone when it comes back.</param>
/// <param name="Torrent">Whose data, told when it comes back.</param>
/// <param name="Source">Where to read.</param>
/// <param name="Buffer">Where to; the drive's thread owns it meanwhile.</param>
/// <param name="Offset">First byte.</param>
/// <param name="Length">Bytes.</param>
internal sealed record ReadJob(PeerConnection Peer, TorrentState Torrent, BlockSource Source, BlockBuffer Buffer, long Offset, int Length)
{
    /// <summary>What went wrong, once it is back; null for success.</summary>
    public StorageError? Error { get; private set; }

    /// <summary>Reads; called on the drive's thread.</summary>
    public void Run()
    {
        Error = Source.Read(Offset, Buffer.Bytes.AsSpan(0, Length));
        if (Error is null) Buffer.Fill(Offset, Length);
    }
}
