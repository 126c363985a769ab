using System.Net;
using EdgeSeed.Engine.Sessions;
using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Storage;
using EdgeSeed.Torrents;

namespace EdgeSeed.Downloads;

/// <summary>From what was typed to a torrent: a file, an address, or a magnet link whose metadata peers have.</summary>
/// <param name="report">Says how the search goes.</param>
/// <param name="means">By what it is searched.</param>
internal sealed class TorrentFinder(GetReport report, DownloadMeans means)
{
    /// <summary>Finds it.</summary>
    /// <param name="typed">A file, an address, a magnet link or an info-hash.</param>
    /// <param name="folder">Where an earlier run may have kept it.</param>
    /// <param name="stop">Gives up.</param>
    /// <exception cref="GetException">There is none, or it cannot be used.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public async Task<FoundTorrent> FindAsync(string typed, LocalPath folder, CancellationToken stop)
    {
        string meant = TorrentSource.Meant(typed), source = TorrentSource.AsMagnet(meant) ?? meant;
        if (TorrentSource.IsMagnet(source)) return await FollowMagnetAsync(source, folder, stop).ConfigureAwait(false);
        (Metainfo? torrent, string? problem) = await TorrentSource.ReadAsync(means.Egress, source, means.Budget, means.Time, stop).ConfigureAwait(false);
        return new FoundTorrent(torrent ?? throw new GetException(problem!), [], null);
    }

    /// <summary>Fetches the metadata that a magnet link leaves out from peers, unless an earlier run kept it.</summary>
    private async Task<FoundTorrent> FollowMagnetAsync(string text, LocalPath folder, CancellationToken stop)
    {
        if (!MagnetLink.TryParse(text, out MagnetLink? link, out MagnetError error)) throw new GetException(error.ToString());
        PeerEndPoint[] peers = PeersOf(link);
        if (DownloadPlace.FindKept(link.InfoHash, folder) is { } kept) return new FoundTorrent(kept, [new NamedPeers(link.InfoHash, peers)], null);
        report.Seeking(link);
        Task<FetchedInfo> fetching = means.Session.FetchInfoAsync(link.InfoHash, link.InfoHashV2, stop);
        var tiers = new List<IReadOnlyList<string>>();
        foreach (string tracker in link.Trackers) tiers.Add([tracker]);
        means.Announce(link.InfoHash, link.SecondName, tiers);
        means.Session.Found(link.InfoHash, peers);
        while (!fetching.IsCompleted && !stop.IsCancellationRequested)
        {
            report.ShowSeeking(await means.Session.ReadStatusAsync().ConfigureAwait(false), means.TrackerTrouble(link.InfoHash));
            await Task.WhenAny(fetching, Task.Delay(report.Interval, stop)).ConfigureAwait(false);
        }
        FetchedInfo fetched = await fetching.ConfigureAwait(false);
        byte[] file = MetainfoWriter.Write(fetched.Info.Span, new MetainfoEnvelope { AnnounceTiers = tiers, WebSeeds = link.WebSeeds, PieceLayers = fetched.PieceLayers });
        if (!MetainfoParser.TryParse(file, new MetainfoLimits(), out Metainfo? found, out MetainfoError fault))
            throw new GetException($"the torrent that peers have under this link cannot be used: {fault}");
        var named = new List<NamedPeers> { new(link.InfoHash, [.. peers, .. fetched.Peers]) };
        if (link.SecondName is { } second) named.Add(new NamedPeers(second, fetched.SecondPeers));
        return new FoundTorrent(found, named, file);
    }

    private static PeerEndPoint[] PeersOf(MagnetLink link)
    {
        var peers = new List<PeerEndPoint>();
        foreach (string text in link.Peers)
        {
            if (IPEndPoint.TryParse(text, out IPEndPoint? endPoint) && endPoint.Port > 0) peers.Add(new PeerEndPoint(endPoint.Address, (ushort)endPoint.Port));
        }
        return [.. peers];
    }
}

/// <summary>A torrent that was found.</summary>
/// <param name="Torrent">The torrent.</param>
/// <param name="Peers">Peers to try first, from a magnet link and from the search for its metadata.</param>
/// <param name="File">The <c>.torrent</c> made of what peers sent, to be kept until the download is complete; null when it was given.</param>
internal sealed record FoundTorrent(Metainfo Torrent, IReadOnlyList<NamedPeers> Peers, byte[]? File);

/// <summary>Peers of a torrent, of which some may know only one of a hybrid's names.</summary>
/// <param name="Name">By which they were named.</param>
/// <param name="Peers">Where they listen.</param>
internal readonly record struct NamedPeers(InfoHash Name, IReadOnlyList<PeerEndPoint> Peers);
