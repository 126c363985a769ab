using EdgeSeed.Engine.Announcing;
using EdgeSeed.Engine.Torrents;
using EdgeSeed.Protocol;

namespace EdgeSeed.Engine;

public sealed partial class SeedSession
{
    /// <summary>How far a torrent has come, as its trackers are told: a seed that lacks pieces wants none (BEP 21).</summary>
    /// <returns>A seed that has sent nothing when there is no such torrent.</returns>
    public Task<AnnounceProgress> ReadProgressAsync(InfoHash infoHash) => AskAsync(() =>
    {
        if (!_context.Torrents.TryGetValue(infoHash, out TorrentState? torrent)) return default;
        long left = torrent.MissingBytes();
        return new AnnounceProgress(torrent.UploadedBytes, Left: left, IsPartialSeed: left > 0);
    });
}
