using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Torrents;

namespace EdgeSeed.Engine.Sessions;

public sealed partial class SeedSession
{
    /// <summary>
    /// Payload bytes a second that are downloaded at most, over all torrents; <see cref="long.MaxValue"/> for no limit. May be changed at any
    /// time.
    /// </summary>
    public long DownloadBytesPerSecond
    {
        get => _loop.Downloads.Budget.BytesPerSecond;
        set => _loop.Downloads.Budget.BytesPerSecond = value;
    }

    /// <summary>Completes when every wanted piece of a torrent is verified; at once when it is only seeded, or not there.</summary>
    public async Task WaitForDownloadAsync(InfoHash infoHash)
    {
        Task<bool> finished = await AskAsync(() => _loop.Torrents.Finished(infoHash)).ConfigureAwait(false);
        await OutliveAsync(finished).ConfigureAwait(false);
    }

    /// <summary>The pieces of a torrent that are verified now, copied; null when there is no such torrent.</summary>
    public Task<Bitfield?> ReadVerifiedAsync(InfoHash infoHash) => AskAsync(() => _loop.Torrents.CopyVerified(infoHash));
}
