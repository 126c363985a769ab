using EdgeSeed.Engine.Swarms;
using EdgeSeed.Engine.Torrents;
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

    /// <summary>
    /// Fetches the info dictionary of a torrent of which only the hash is known (BEP 9), from peers that <see cref="Found"/> brings. Until
    /// then the session knows of the torrent; afterwards it does not, and it may be added.
    /// </summary>
    /// <param name="infoHash">The torrent; not in the session.</param>
    /// <param name="cancellation">Gives it up.</param>
    /// <exception cref="OperationCanceledException">It was given up.</exception>
    /// <exception cref="InvalidOperationException">The session has the torrent, or has no room for it.</exception>
    public async Task<FetchedInfo> FetchInfoAsync(InfoHash infoHash, CancellationToken cancellation)
    {
        var unknown = new SeedTorrent { InfoHash = infoHash, Layout = default, Verified = new Bitfield(0), Content = new MemoryBlocks(default) };
        TorrentState? torrent = await AskAsync(() =>
        {
            var wanted = new TorrentState(unknown, _loop.State.Options, isMetadataWanted: true);
            return _loop.Torrents.Add(wanted) == AddTorrentResult.Added ? wanted : null;
        }).ConfigureAwait(false);
        if (torrent is null) throw new InvalidOperationException("The session has the torrent already, or is full.");
        try
        {
            byte[] info = await OutliveAsync(torrent.Metadata!.Completed.Task).WaitAsync(cancellation).ConfigureAwait(false);
            return new FetchedInfo(info, await AskAsync(torrent.Metadata.Candidates.ToArray).ConfigureAwait(false));
        }
        finally
        {
            await RemoveAsync(infoHash).ConfigureAwait(false);
        }
    }

    /// <summary>The pieces of a torrent that are verified now, copied; null when there is no such torrent.</summary>
    public Task<Bitfield?> ReadVerifiedAsync(InfoHash infoHash) => AskAsync(() => _loop.Torrents.CopyVerified(infoHash));
}

/// <summary>What <see cref="SeedSession.FetchInfoAsync"/> brought.</summary>
/// <param name="Info">The info dictionary, whose SHA-1 is the info-hash; not parsed.</param>
/// <param name="Peers">Where peers were said to listen, for the download that follows.</param>
public sealed record FetchedInfo(ReadOnlyMemory<byte> Info, IReadOnlyList<PeerEndPoint> Peers);
