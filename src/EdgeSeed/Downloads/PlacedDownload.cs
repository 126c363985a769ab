using EdgeSeed.Engine.Sessions;
using EdgeSeed.Engine.Torrents;
using EdgeSeed.Engine.WebSeeds;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Storage;
using EdgeSeed.Storage.Content;

namespace EdgeSeed.Downloads;

/// <summary>One torrent on its way into one place, whoever wants it: handed to the session, fetched from peers and web seeds, and remembered when it is stopped.</summary>
/// <param name="torrent">Which torrent.</param>
/// <param name="place">Where to; prepared.</param>
/// <param name="means">By what.</param>
internal sealed class PlacedDownload(Metainfo torrent, DownloadPlace place, DownloadMeans means)
{
    /// <summary>Why the place counts as gone; null while it does not.</summary>
    public StorageError? Loss { get; private set; }

    /// <summary>Hands the torrent to the session, which seeds what is there from then on.</summary>
    /// <param name="content">Its data.</param>
    /// <param name="verified">The pieces that are there; the session's from then on.</param>
    /// <param name="wanted">The pieces to fetch; null for all.</param>
    /// <param name="isComplete">Whether there is nothing to fetch.</param>
    /// <param name="drive">The number of the thread that reads it.</param>
    /// <exception cref="GetException">There are too many torrents.</exception>
    public async Task AddAsync(TorrentContent content, Bitfield verified, Bitfield? wanted = null, bool isComplete = false, int drive = 0)
    {
        AddTorrentResult added = await means.Session.AddAsync(new SeedTorrent
        {
            InfoHash = torrent.InfoHash,
            SecondName = torrent.SecondName is { } second ? new SecondName(second) : null,
            Layout = torrent.Layout,
            ContentLength = torrent.ContentLength,
            Verified = verified,
            Content = content,
            Info = new MemoryBlocks(torrent.InfoBytes),
            Hashes = torrent.FileHashes is { } hashes ? new TorrentHashes(hashes, content) : null,
            IsPrivate = torrent.IsPrivate,
            Nodes = torrent.Nodes,
            Drive = drive,
            Download = isComplete ? null : new DownloadOrder
            {
                PieceHashes = torrent.PieceHashes,
                FileHashes = torrent.FileHashes,
                Files = torrent.FileHashes is null ? null : new FileMap(torrent.Files),
                Target = place.Target,
                Wanted = wanted,
            },
        }).ConfigureAwait(false);
        if (added != AddTorrentResult.Added) throw new GetException("the session does not take the torrent");
    }

    /// <summary>
    /// Fetches what is missing. When it is complete, the session seeds on; when it is stopped or the place is lost, the session has it no more, and what is
    /// verified is remembered in a place that is there.
    /// </summary>
    /// <param name="interval">Between two looks at how it goes, and at the place.</param>
    /// <param name="look">Called at each, with what is wrong with web seeds.</param>
    /// <param name="stop">Stops it.</param>
    /// <exception cref="GetException">What is complete cannot be made durable.</exception>
    public async Task<DownloadEnd> RunAsync(TimeSpan interval, Func<string?, Task> look, CancellationToken stop)
    {
        Task finished = means.Session.WaitForDownloadAsync(torrent.InfoHash);
        var webSeeds = new WebSeedList(means.Session, torrent, means.Budget, means.Time, means.Supervisor, means.IsAskedFor, means.Egress);
        await using (webSeeds.ConfigureAwait(false))
        {
            while (Loss is null && !finished.IsCompleted && !stop.IsCancellationRequested)
            {
                await look(webSeeds.Problem).ConfigureAwait(false);
                await Task.WhenAny(finished, Task.Delay(interval, means.Time, stop)).ConfigureAwait(false);
                Loss = place.Target.FindLoss();
            }
        }
        if (Loss is null && finished.IsCompletedSuccessfully)
        {
            means.Announcer.Complete(torrent.InfoHash);
            if (place.Target.Synchronise() is { } error) throw new GetException($"{error}; what is there is checked the next time");
            place.Forget();
            return DownloadEnd.Complete;
        }
        Bitfield? verified = await means.Session.ReadVerifiedAsync(torrent.InfoHash).ConfigureAwait(false);
        await means.Session.RemoveAsync(torrent.InfoHash).ConfigureAwait(false);
        if (Loss is not null)
        {
            // So that trackers are asked for peers at once when the place is back.
            means.Announcer.Remove(torrent.InfoHash);
            return DownloadEnd.Lost;
        }
        if (verified is { } kept) place.Keep(kept);
        return DownloadEnd.Stopped;
    }
}

/// <summary>How a download ended.</summary>
internal enum DownloadEnd
{
    /// <summary>Everything wanted is there.</summary>
    Complete,

    /// <summary>It was told to stop; what is verified is remembered.</summary>
    Stopped,

    /// <summary>The place is gone, or what was in it.</summary>
    Lost,
}
