using EdgeSeed.Engine.Announcing;
using EdgeSeed.Engine.Budget;
using EdgeSeed.Engine.Sessions;
using EdgeSeed.Engine.Torrents;
using EdgeSeed.Engine.WebSeeds;
using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Storage;
using EdgeSeed.Storage.Content;
using EdgeSeed.Terminal;

namespace EdgeSeed.Downloads;

/// <content>From a torrent to its data, and seeding it then.</content>
internal sealed partial class GetRun
{
    private static readonly TimeSpan s_lookForPlace = TimeSpan.FromSeconds(1);

    private async Task<int> FetchAsync(
        Metainfo torrent, LocalPath folder, SeedSession session, Announcer announcer, UploadBudget budget, CancellationToken stop)
    {
        Bitfield? wanted = null;
        if (settings.Only.Count > 0)
        {
            wanted = FileSelection.Pieces(torrent, settings.Only, out int matching);
            if (matching == 0) throw new GetException($"no file of {PrintableText.Of(torrent.Name.ToString())} matches --only");
        }
        while (true)
        {
            using (var place = DownloadPlace.Open(torrent, folder, inOwnFolder: !settings.IsFolderGiven))
            {
                if (await FetchAsync(torrent, place, wanted, session, announcer, budget, stop).ConfigureAwait(false) is { } code) return code;
            }
            while (!DownloadPlace.IsBack(torrent.InfoHash, folder)) await Task.Delay(s_lookForPlace, time, stop).ConfigureAwait(false);
        }
    }

    /// <summary>Downloads and seeds in one place, for as long as it is there.</summary>
    /// <returns>One of <see cref="ExitCode"/>; null when the place is gone.</returns>
    private async Task<int?> FetchAsync(
        Metainfo torrent, DownloadPlace place, Bitfield? wanted, SeedSession session, Announcer announcer, UploadBudget budget, CancellationToken stop)
    {
        _report.Began(torrent, place.Target.Location.ToString());
        Bitfield verified = await place.CheckAsync(CheckAsync).ConfigureAwait(false);
        if (!IsComplete(verified, wanted) || !place.IsExact(wanted)) place.Prepare(wanted, verified, settings.Overwrites);
        bool isComplete = IsComplete(verified, wanted);
        if (!isComplete && _fetchedFile is { } file) place.KeepTorrent(file);
        using var files = new OpenFileCache();
        using var content = new TorrentContent(torrent, place.Target.Location, files);
        var seed = new SeedTorrent
        {
            InfoHash = torrent.InfoHash,
            Layout = torrent.Layout,
            Verified = verified,
            Content = content,
            Info = new MemoryBlocks(torrent.InfoBytes),
            IsPrivate = torrent.IsPrivate,
            Download = isComplete ? null : new DownloadOrder { PieceHashes = torrent.PieceHashes, Target = place.Target, Wanted = wanted is { } some ? Copy(some) : null },
        };
        if (isComplete)
        {
            place.Forget();
            _report.WasComplete();
        }
        if (isComplete && !settings.IsSeedingOn) return ExitCode.Ok;
        if (await session.AddAsync(seed).ConfigureAwait(false) != AddTorrentResult.Added) throw new GetException("the session does not take the torrent");
        Introduce(torrent, session, announcer);
        DownloadEnd end = isComplete ? DownloadEnd.Complete : await DownloadAsync(torrent, place, session, announcer, budget, stop).ConfigureAwait(false);
        if (end == DownloadEnd.Lost) return null;
        if (end == DownloadEnd.Stopped) return ExitCode.Interrupted;
        if (settings.IsSeedingOn) await ShowAsync(session, torrent.InfoHash, Task.Delay(Timeout.Infinite, stop), stop).ConfigureAwait(false);
        await session.RemoveAsync(torrent.InfoHash).ConfigureAwait(false);
        _report.Stopped(isComplete: true);
        return ExitCode.Ok;
    }

    /// <summary>Waits for the download; what was verified is kept when it is stopped before.</summary>
    private async Task<DownloadEnd> DownloadAsync(
        Metainfo torrent, DownloadPlace place, SeedSession session, Announcer announcer, UploadBudget budget, CancellationToken stop)
    {
        Task finished = session.WaitForDownloadAsync(torrent.InfoHash);
        StorageError? loss = null;
        var webSeeds = new WebSeedList(session, torrent, budget, time, _supervisor, isAskedFor: true);
        await using (webSeeds.ConfigureAwait(false))
        {
            while (loss is null && !finished.IsCompleted && !stop.IsCancellationRequested)
            {
                SessionStatus status = await session.ReadStatusAsync().ConfigureAwait(false);
                _report.Show(status, torrent.InfoHash, webSeeds.Problem ?? TrackerTrouble(announcer, torrent.InfoHash));
                await Task.WhenAny(finished, Task.Delay(_report.Interval, stop)).ConfigureAwait(false);
                loss = place.Target.FindLoss();
            }
        }
        if (loss is null && finished.IsCompletedSuccessfully)
        {
            announcer.Complete(torrent.InfoHash);
            if (place.Target.Synchronise() is { } error) throw new GetException($"{error}; start again to check what is there");
            place.Forget();
            _report.Completed(await session.ReadStatusAsync().ConfigureAwait(false));
            return DownloadEnd.Complete;
        }
        Bitfield? verified = await session.ReadVerifiedAsync(torrent.InfoHash).ConfigureAwait(false);
        await session.RemoveAsync(torrent.InfoHash).ConfigureAwait(false);
        if (loss is not null)
        {
            announcer.Remove(torrent.InfoHash);
            _report.Lost(loss);
            return DownloadEnd.Lost;
        }
        place.Keep(verified!.Value);
        _report.Stopped(isComplete: false);
        return DownloadEnd.Stopped;
    }

    private static string? TrackerTrouble(Announcer announcer, InfoHash infoHash) =>
        announcer.Status(infoHash) is { State: AnnounceState.Failing or AnnounceState.Refused } told ? $"tracker {told.Tracker}: {told.Message}" : null;

    /// <summary>The session takes its own over.</summary>
    private static Bitfield Copy(Bitfield pieces) => new(pieces.Span.ToArray(), pieces.Length);

    private async Task ShowAsync(SeedSession session, InfoHash infoHash, Task until, CancellationToken stop)
    {
        while (!until.IsCompleted && !stop.IsCancellationRequested)
        {
            _report.Show(await session.ReadStatusAsync().ConfigureAwait(false), infoHash, trouble: null);
            await Task.WhenAny(until, Task.Delay(_report.Interval, stop)).ConfigureAwait(false);
        }
    }
}
