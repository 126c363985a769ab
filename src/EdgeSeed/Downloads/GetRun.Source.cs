using System.Net;
using EdgeSeed.Engine.Announcing;
using EdgeSeed.Engine.Budget;
using EdgeSeed.Engine.Sessions;
using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Storage;
using EdgeSeed.Torrents;

namespace EdgeSeed.Downloads;

/// <content>From what was typed to a torrent.</content>
internal sealed partial class GetRun
{
    /// <summary>Peers to try first, from a magnet link and from the search for its metadata.</summary>
    private IReadOnlyList<PeerEndPoint> _firstPeers = [];

    /// <summary>The <c>.torrent</c> made of what peers sent, to be kept until the download is complete.</summary>
    private byte[]? _fetchedFile;

    private async Task<Metainfo> FindTorrentAsync(SeedSession session, Announcer announcer, LocalPath folder, UploadBudget budget, CancellationToken stop)
    {
        string source = TorrentSource.AsMagnet(settings.Source) ?? settings.Source;
        if (TorrentSource.IsMagnet(source)) return await FollowMagnetAsync(source, session, announcer, folder, stop).ConfigureAwait(false);
        (Metainfo? torrent, string? problem) = await TorrentSource.ReadAsync(source, budget, time, stop).ConfigureAwait(false);
        return torrent ?? throw new GetException(problem!);
    }

    /// <summary>Fetches the metadata that a magnet link leaves out from peers, unless an earlier run kept it.</summary>
    private async Task<Metainfo> FollowMagnetAsync(string text, SeedSession session, Announcer announcer, LocalPath folder, CancellationToken stop)
    {
        if (!MagnetLink.TryParse(text, out MagnetLink? link, out MagnetError error)) throw new GetException(error.ToString());
        _firstPeers = PeersOf(link);
        if (DownloadPlace.FindKept(link.InfoHash, folder) is { } kept) return kept;
        _report.Seeking(link);
        Task<FetchedInfo> fetching = session.FetchInfoAsync(link.InfoHash, stop);
        var tiers = new List<IReadOnlyList<string>>();
        foreach (string tracker in link.Trackers) tiers.Add([tracker]);
        announcer.Add(new AnnouncedTorrent(link.InfoHash, tiers) { IsAskedFor = true });
        session.Found(link.InfoHash, [.. _firstPeers]);
        while (!fetching.IsCompleted && !stop.IsCancellationRequested)
        {
            _report.ShowSeeking(await session.ReadStatusAsync().ConfigureAwait(false), TrackerTrouble(announcer, link.InfoHash));
            await Task.WhenAny(fetching, Task.Delay(_report.Interval, stop)).ConfigureAwait(false);
        }
        FetchedInfo fetched = await fetching.ConfigureAwait(false);
        _firstPeers = [.. _firstPeers, .. fetched.Peers];
        byte[] file = MetainfoWriter.Write(fetched.Info.Span, new MetainfoEnvelope { AnnounceTiers = tiers, WebSeeds = link.WebSeeds });
        if (!MetainfoParser.TryParse(file, new MetainfoLimits(), out Metainfo? found, out MetainfoError fault))
            throw new GetException($"the torrent that peers have under this link cannot be used: {fault}");
        _fetchedFile = file;
        return found;
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
