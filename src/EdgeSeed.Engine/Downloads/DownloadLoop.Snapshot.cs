using EdgeSeed.Engine.Swarms;
using EdgeSeed.Protocol.Torrents;

namespace EdgeSeed.Engine.Downloads;

internal sealed partial class DownloadLoop
{
    /// <summary>Copies what is to be seen of a download from outside; null when there is none.</summary>
    public DownloadStatus? Snapshot(TorrentState torrent)
    {
        if (torrent.Download is not { } download) return null;
        int giving = 0;
        for (int slot = 0; slot < peers.SlotCount; slot++)
        {
            if (peers[slot] is { Fetch.Rate: > 0 } peer && ReferenceEquals(peer.Torrent, torrent)) giving++;
        }
        var active = new int[download.Active.Count];
        for (int i = 0; i < active.Length; i++) active[i] = download.Active[i].Piece.Value;
        return new DownloadStatus
        {
            ReceivedBytes = download.ReceivedBytes,
            WastedBytes = download.WastedBytes,
            LeftBytes = download.LeftBytes,
            WantedBytes = download.WantedBytes,
            FailedPieces = download.FailedPieces,
            BannedPeers = download.BannedPeers,
            GivingPeers = giving,
            Verified = new Bitfield(torrent.Verified.Span.ToArray(), torrent.Verified.Length),
            ActivePieces = active,
            Problem = download.Problem,
        };
    }
}
