using EdgeSeed.Engine.Swarms;
using EdgeSeed.Engine.Torrents;
using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Torrents;

namespace EdgeSeed.Engine.Sessions;

/// <summary>From the hash of a torrent to what it consists of.</summary>
public static class InfoFetch
{
    /// <summary>
    /// Fetches the info dictionary of a torrent of which only the hash is known (BEP 9), from peers that <see cref="SeedSession.Found"/> brings, and with the hash of
    /// version 2 the piece layers that stand outside of it (BEP 52). Until then the session knows of the torrent; afterwards it does not, and it may be
    /// added.
    /// </summary>
    /// <param name="session">The session.</param>
    /// <param name="infoHash">The torrent, not in the session: its hash of version 1; where that is not known, what that of version 2 is cut to.</param>
    /// <param name="version2">Its hash of version 2; null where that is not known.</param>
    /// <param name="cancellation">Gives it up.</param>
    /// <exception cref="OperationCanceledException">It was given up.</exception>
    /// <exception cref="InvalidOperationException">The session has the torrent, or has no room for it.</exception>
    public static async Task<FetchedInfo> FetchInfoAsync(this SeedSession session, InfoHash infoHash, Sha256Hash? version2, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(session);
        var unknown = new SeedTorrent
        {
            InfoHash = infoHash,
            SecondName = version2?.Truncated is { } second && second != infoHash ? new SecondName(second) : null,
            Layout = default,
            Verified = new Bitfield(0),
            Content = new MemoryBlocks(default),
        };
        TorrentState? torrent = await session.AskAsync(() =>
        {
            var wanted = new TorrentState(unknown, session.Loop.State.Options, new MetadataFetch(infoHash, version2, session.Loop.State.Options));
            return session.Loop.Torrents.Add(wanted) == AddTorrentResult.Added ? wanted : null;
        }).ConfigureAwait(false);
        if (torrent is null) throw new InvalidOperationException("The session has the torrent already, or is full.");
        try
        {
            byte[] info = await session.OutliveAsync(torrent.Metadata!.Completed.Task).WaitAsync(cancellation).ConfigureAwait(false);
            ReadOnlyMemory<byte> layers = version2 is null ? default : await FetchLayersAsync(session, torrent, info, cancellation).ConfigureAwait(false);
            return await session.AskAsync(() => new FetchedInfo(
                info, layers, session.Loop.Torrents.PeersOf(torrent, bySecondName: false), session.Loop.Torrents.PeersOf(torrent, bySecondName: true))).ConfigureAwait(false);
        }
        finally
        {
            await session.RemoveAsync(infoHash).ConfigureAwait(false);
        }
    }

    /// <summary>The piece layers that an info dictionary leaves out; none where it needs none, is no good, or they take too much memory.</summary>
    private static async Task<ReadOnlyMemory<byte>> FetchLayersAsync(SeedSession session, TorrentState torrent, byte[] info, CancellationToken cancellation)
    {
        if (!MetainfoParser.TryParseInfo(info, new MetainfoLimits(), out Metainfo? alone, out _) || alone.MissingLayers.Count == 0) return default;
        if (LayerFetch.BytesOf(alone.MissingLayers) > session.Loop.State.Options.MaxLayerBytes) return default;
        LayerFetch fetch = await session.AskAsync(() =>
        {
            long now = session.Loop.State.Now;
            long patientUntil = alone.Format == TorrentFormat.Hybrid ? now + (long)session.Loop.State.Options.LayerPatience.TotalMilliseconds : long.MaxValue;
            var begun = new LayerFetch(alone.MissingLayers, alone.PieceLength, patientUntil, now);
            session.Loop.Layers.Begin(torrent, begun);
            return begun;
        }).ConfigureAwait(false);
        return await session.OutliveAsync(fetch.Completed.Task).WaitAsync(cancellation).ConfigureAwait(false);
    }
}

/// <summary>What <see cref="InfoFetch.FetchInfoAsync"/> brought.</summary>
/// <param name="Info">The info dictionary, whose hashes are those of the torrent.</param>
/// <param name="PieceLayers">Its <c>piece layers</c>, bencoded, each checked against the root that the info dictionary has for the file; empty where there are none to be had.</param>
/// <param name="Peers">Where peers were said to listen, for the download that follows.</param>
/// <param name="SecondPeers">The same of those that were named under the hash of version 2, where both are known: they may know no other.</param>
public sealed record FetchedInfo(ReadOnlyMemory<byte> Info, ReadOnlyMemory<byte> PieceLayers, IReadOnlyList<PeerEndPoint> Peers, IReadOnlyList<PeerEndPoint> SecondPeers);
