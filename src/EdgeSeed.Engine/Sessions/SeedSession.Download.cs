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
    /// Fetches the info dictionary of a torrent of which only the hash is known (BEP 9), from peers that <see cref="Found"/> brings, and with the hash of
    /// version 2 the piece layers that stand outside of it (BEP 52). Until then the session knows of the torrent; afterwards it does not, and it may be
    /// added.
    /// </summary>
    /// <param name="infoHash">The torrent, not in the session: its hash of version 1; where that is not known, what that of version 2 is cut to.</param>
    /// <param name="version2">Its hash of version 2; null where that is not known.</param>
    /// <param name="cancellation">Gives it up.</param>
    /// <exception cref="OperationCanceledException">It was given up.</exception>
    /// <exception cref="InvalidOperationException">The session has the torrent, or has no room for it.</exception>
    public async Task<FetchedInfo> FetchInfoAsync(InfoHash infoHash, Sha256Hash? version2, CancellationToken cancellation)
    {
        var unknown = new SeedTorrent
        {
            InfoHash = infoHash,
            SecondName = version2?.Truncated is { } second && second != infoHash ? new SecondName(second) : null,
            Layout = default,
            Verified = new Bitfield(0),
            Content = new MemoryBlocks(default),
        };
        TorrentState? torrent = await AskAsync(() =>
        {
            var wanted = new TorrentState(unknown, _loop.State.Options, new MetadataFetch(infoHash, version2, _loop.State.Options));
            return _loop.Torrents.Add(wanted) == AddTorrentResult.Added ? wanted : null;
        }).ConfigureAwait(false);
        if (torrent is null) throw new InvalidOperationException("The session has the torrent already, or is full.");
        try
        {
            byte[] info = await OutliveAsync(torrent.Metadata!.Completed.Task).WaitAsync(cancellation).ConfigureAwait(false);
            ReadOnlyMemory<byte> layers = version2 is null ? default : await FetchLayersAsync(torrent, info, cancellation).ConfigureAwait(false);
            return new FetchedInfo(info, layers, await AskAsync(() => _loop.Torrents.PeersOf(torrent)).ConfigureAwait(false));
        }
        finally
        {
            await RemoveAsync(infoHash).ConfigureAwait(false);
        }
    }

    /// <summary>The piece layers that an info dictionary leaves out; none where it needs none, is no good, or they take too much memory.</summary>
    private async Task<ReadOnlyMemory<byte>> FetchLayersAsync(TorrentState torrent, byte[] info, CancellationToken cancellation)
    {
        if (!MetainfoParser.TryParseInfo(info, new MetainfoLimits(), out Metainfo? alone, out _) || alone.MissingLayers.Count == 0) return default;
        if (LayerFetch.BytesOf(alone.MissingLayers) > _loop.State.Options.MaxLayerBytes) return default;
        LayerFetch fetch = await AskAsync(() =>
        {
            long now = _loop.State.Now;
            long patientUntil = alone.Format == TorrentFormat.Hybrid ? now + (long)_loop.State.Options.LayerPatience.TotalMilliseconds : long.MaxValue;
            var begun = new LayerFetch(alone.MissingLayers, alone.PieceLength, patientUntil, now);
            _loop.Layers.Begin(torrent, begun);
            return begun;
        }).ConfigureAwait(false);
        return await OutliveAsync(fetch.Completed.Task).WaitAsync(cancellation).ConfigureAwait(false);
    }

    /// <summary>The pieces of a torrent that are verified now, copied; null when there is no such torrent.</summary>
    public Task<Bitfield?> ReadVerifiedAsync(InfoHash infoHash) => AskAsync(() => _loop.Torrents.CopyVerified(infoHash));
}

/// <summary>What <see cref="SeedSession.FetchInfoAsync"/> brought.</summary>
/// <param name="Info">The info dictionary, whose hashes are those of the torrent.</param>
/// <param name="PieceLayers">Its <c>piece layers</c>, bencoded, each checked against the root that the info dictionary has for the file; empty where there are none to be had.</param>
/// <param name="Peers">Where peers were said to listen, for the download that follows.</param>
public sealed record FetchedInfo(ReadOnlyMemory<byte> Info, ReadOnlyMemory<byte> PieceLayers, IReadOnlyList<PeerEndPoint> Peers);
