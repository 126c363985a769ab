using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Storage;
using EdgeSeed.Storage.Content;
using EdgeSeed.Storage.Hashing;
using EdgeSeed.Terminal;

namespace EdgeSeed.Downloads;

/// <summary>From a torrent to its data, and seeding it then, under the eyes of whoever ran <c>get</c>.</summary>
/// <param name="settings">What was asked for.</param>
/// <param name="report">Says how it goes.</param>
/// <param name="means">By what it is downloaded.</param>
internal sealed class GetDownload(GetSettings settings, GetReport report, DownloadMeans means)
{
    private static readonly TimeSpan s_lookForPlace = TimeSpan.FromSeconds(1);

    /// <summary>Downloads a torrent, and begins again in a place that was lost and is back.</summary>
    /// <param name="source">The torrent.</param>
    /// <param name="folder">Where to.</param>
    /// <param name="stop">What was downloaded is kept then.</param>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    /// <exception cref="GetException">It cannot be.</exception>
    /// <exception cref="OperationCanceledException">It was stopped while the place was away.</exception>
    public async Task<int> RunAsync(FoundTorrent source, LocalPath folder, CancellationToken stop)
    {
        Bitfield? wanted = null;
        if (settings.Only.Count > 0)
        {
            wanted = FileSelection.Pieces(source.Torrent, settings.Only, out int matching);
            if (matching == 0) throw new GetException(FileSelection.NoMatch(source.Torrent));
        }
        while (true)
        {
            (DownloadPlace place, Bitfield verified) = await OpenAsync(source.Torrent, folder).ConfigureAwait(false);
            using (place)
            {
                if (await FetchAsync(source, place, verified, wanted, stop).ConfigureAwait(false) is { } code) return code;
            }
            while (!DownloadPlace.IsBack(source.Torrent.InfoHash, folder)) await Task.Delay(s_lookForPlace, means.Time, stop).ConfigureAwait(false);
        }
    }

    /// <summary>Opens the place where data of the torrent is, if any of it is right; else that where its files come by themselves.</summary>
    /// <returns>The place, the caller's to dispose, and the pieces that are there.</returns>
    private async Task<(DownloadPlace Place, Bitfield Verified)> OpenAsync(Metainfo torrent, LocalPath folder)
    {
        bool inOwnFolder = !settings.IsFolderGiven;
        DownloadPlace? found = DownloadPlace.OpenFound(torrent, folder, inOwnFolder);
        if (found is not null)
        {
            Bitfield there = await CheckAsync(found).ConfigureAwait(false);
            if (!there.IsEmpty)
            {
                report.Began(torrent, found.Target.Location.ToString());
                return (found, there);
            }
            // It has such a name, and nothing else in common with the torrent: it is left alone.
            found.Dispose();
        }
        var place = DownloadPlace.Open(torrent, folder, inOwnFolder);
        report.Began(torrent, place.Target.Location.ToString());
        return (place, await CheckAsync(place).ConfigureAwait(false));
    }

    private async Task<Bitfield> CheckAsync(DownloadPlace place)
    {
        bool isChecked = false;
        try
        {
            Bitfield verified = await place.CheckAsync(CheckAsync).ConfigureAwait(false);
            isChecked = true;
            return verified;
        }
        finally
        {
            if (!isChecked) place.Dispose();
        }
    }

    /// <summary>Downloads and seeds in one place, for as long as it is there.</summary>
    /// <returns>One of <see cref="ExitCode"/>; null when the place is gone.</returns>
    private async Task<int?> FetchAsync(FoundTorrent source, DownloadPlace place, Bitfield verified, Bitfield? wanted, CancellationToken stop)
    {
        Metainfo torrent = source.Torrent;
        if (!IsComplete(verified, wanted) || !place.IsExact(wanted)) place.Prepare(wanted, verified, settings.Overwrites);
        bool isComplete = IsComplete(verified, wanted);
        if (!isComplete && source.File is { } file) place.KeepTorrent(file);
        if (isComplete)
        {
            place.Forget();
            report.WasComplete();
            if (!settings.IsSeedingOn) return ExitCode.Ok;
        }
        using var files = new OpenFileCache();
        using var content = new TorrentContent(torrent, place.Target.Location, files);
        var download = new PlacedDownload(torrent, place, means);
        await download.AddAsync(content, verified, wanted is { } some ? Copy(some) : null, isComplete).ConfigureAwait(false);
        means.Announce(torrent.InfoHash, torrent.SecondName, torrent.AnnounceTiers);
        foreach (NamedPeers named in source.Peers)
            means.Session.Found(named.Name == torrent.SecondName ? named.Name : torrent.InfoHash, [.. named.Peers]);
        if (!isComplete)
        {
            DownloadEnd end = await download.RunAsync(report.Interval, trouble => ShowAsync(torrent.InfoHash, trouble ?? means.TrackerTrouble(torrent.InfoHash)), stop).ConfigureAwait(false);
            if (end == DownloadEnd.Complete) report.Completed(await means.Session.ReadStatusAsync().ConfigureAwait(false), torrent.InfoHash);
            if (end == DownloadEnd.Stopped) report.Stopped(isComplete: false);
            if (end == DownloadEnd.Lost) report.Lost(download.Loss!);
            if (end != DownloadEnd.Complete) return end == DownloadEnd.Lost ? null : ExitCode.Interrupted;
        }
        while (settings.IsSeedingOn && !stop.IsCancellationRequested)
        {
            await ShowAsync(torrent.InfoHash, trouble: null).ConfigureAwait(false);
            await Task.WhenAny(Task.Delay(report.Interval, stop)).ConfigureAwait(false);
        }
        await means.Session.RemoveAsync(torrent.InfoHash).ConfigureAwait(false);
        report.Stopped(isComplete: true);
        return ExitCode.Ok;
    }

    private Task<VerifyResult> CheckAsync(Metainfo torrent, ContentLocation location) => report.CheckAsync(
        progress => PieceVerifier.VerifyAsync(torrent, location, HashOptions.Default, progress));

    private async Task ShowAsync(InfoHash infoHash, string? trouble) =>
        report.Show(await means.Session.ReadStatusAsync().ConfigureAwait(false), infoHash, trouble);

    private static bool IsComplete(Bitfield verified, Bitfield? wanted)
    {
        if (wanted is not { } some) return verified.IsComplete;
        for (int from = 0; some.TryNextSet(from, out PieceIndex piece); from = piece.Value + 1)
        {
            if (!verified[piece]) return false;
        }
        return true;
    }

    /// <summary>The session takes its own over.</summary>
    private static Bitfield Copy(Bitfield pieces) => new(pieces.Span.ToArray(), pieces.Length);
}
