using EdgeSeed.Engine.Announcing;
using EdgeSeed.Engine.Swarms;
using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Torrents;

namespace EdgeSeed.Engine.Sessions;

public sealed partial class SeedSession
{
    /// <summary>How far a torrent has come, as its trackers are told: one that lacks pieces and fetches none wants none (BEP 21).</summary>
    /// <returns>A seed that has sent nothing when there is no such torrent.</returns>
    public Task<AnnounceProgress> ReadProgressAsync(InfoHash infoHash) => AskAsync(() =>
    {
        if (!_context.Torrents.TryGetValue(infoHash, out TorrentState? torrent)) return default;
        // As long as the size is not known: whoever lacks nothing is given no seeds.
        if (torrent.Metadata is not null) return new AnnounceProgress(0, Left: TorrentLayout.BlockLength);
        long left = torrent.MissingBytes();
        long downloaded = torrent.Download is { } download ? download.ReceivedBytes - download.WastedBytes : 0;
        bool isDownloading = torrent.Download is { IsFinished: false };
        return new AnnounceProgress(torrent.UploadedBytes, Math.Max(0, downloaded), left, IsPartialSeed: left > 0 && !isDownloading);
    });
}
