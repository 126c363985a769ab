using EdgeSeed.Logs;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Status;
using EdgeSeed.Storage;
using EdgeSeed.Storage.Content;
using EdgeSeed.Storage.Hashing;
using EdgeSeed.Storage.Library;
using EdgeSeed.Terminal;

namespace EdgeSeed.Library;

/// <content>From one queued entry to a torrent that is seeded, or to a sentence that says why not.</content>
internal sealed partial class RootLoop
{
    private const int MaxRetryDoublings = 8;

    private static readonly TimeSpan s_firstRetry = TimeSpan.FromSeconds(10);

    /// <summary>Saves what has been hashed so far of the entry that is being hashed.</summary>
    private Action _keep = () => { };

    /// <summary>Seeds what needs no hashing, so that the first announce does not wait for what does.</summary>
    private async Task OfferKnownAsync(LibraryOptions options, CancellationToken cancellation)
    {
        List<LibraryEntry> queue = Queue();
        Volatile.Write(ref _total, queue.Count);
        _sampling = _tools.Time.GetTimestamp();
        for (int i = 0; i < queue.Count; i++)
        {
            Volatile.Write(ref _done, i);
            await PublishAsync(queue[i], options, hash: null, cancellation).ConfigureAwait(false);
        }
        Volatile.Write(ref _done, queue.Count);
        _isReturning = false;
        if (queue.Count > 0) _tools.Note(_memory.Save());
    }

    /// <summary>Hashes the rest, one after the other.</summary>
    private async Task HashNewAsync(LibraryOptions options, CancellationToken cancellation)
    {
        List<LibraryEntry> queue = Queue();
        if (queue.Count == 0) return;
        Volatile.Write(ref _done, 0);
        Volatile.Write(ref _total, queue.Count);
        await _tools.HashTurns.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            SetState(DriveState.Hashing);
            long bytes = 0;
            foreach (LibraryEntry entry in queue) bytes += entry.SizeBytes;
            _meter.Begin(bytes);
            for (int i = 0; i < queue.Count && !Reads.IsResting; i++)
            {
                Volatile.Write(ref _done, i);
                var progress = new HashingProgress(_tools.Library, _tools.Library.MayShow(queue[i]) ? queue[i].Name : "a private torrent", queue.Count - i - 1, _meter, _tools.Time, () => _keep());
                await PublishAsync(queue[i], options, progress, cancellation).ConfigureAwait(false);
                _meter.Finish(queue[i].SizeBytes);
            }
        }
        finally
        {
            _tools.Library.Hashing = null;
            _keep = () => { };
            _tools.HashTurns.Release();
        }
    }

    private List<LibraryEntry> Queue()
    {
        List<LibraryEntry> queue = _tools.Library.ListOf(Drive.Id);
        queue.RemoveAll(entry => entry.State != TorrentState.Queued && (entry.State != TorrentState.Settling || !IsDue(entry)));
        queue.Sort((left, right) => ContentLocation.Compare(left.Key, right.Key));
        return queue;
    }

    /// <param name="entry">A queued entry.</param>
    /// <param name="options">How.</param>
    /// <param name="hash">Is told of hashing; null when nothing is to be hashed, and the entry stays in the queue if it would have to be.</param>
    /// <param name="cancellation">Ends it.</param>
    private async Task PublishAsync(LibraryEntry entry, LibraryOptions options, HashingProgress? hash, CancellationToken cancellation)
    {
        LibraryEntry? done;
        try
        {
            done = entry.Found is null
                ? await PublishContentAsync(entry, options, hash, cancellation).ConfigureAwait(false)
                : await PublishFoundAsync(entry, options, hash, cancellation).ConfigureAwait(false);
        }
        catch (OutOfMemoryException)
        {
            done = entry with { State = TorrentState.Failed, Problem = "There is not enough memory for it (service.memory_limit)." };
        }
        cancellation.ThrowIfCancellationRequested();
        HeapSweep.Run();
        if (done is null || done.IsOffered || !TrySet(done)) return;
        if (done is { State: TorrentState.Waiting or TorrentState.Settling }) EdgeSeedLog.Waiting(_tools.Log, done.Name, done.Problem ?? "");
        else if (done is { Problem: { } problem }) EdgeSeedLog.NotSeeded(_tools.Log, done.Name, problem);
    }

    /// <summary>Offers an entry and puts it into the library, both or, when the drive is leaving, neither.</summary>
    private async Task<LibraryEntry> OfferAsync(LibraryEntry entry, Metainfo torrent, ResumeRecord record, CancellationToken cancellation)
    {
        entry = Describe(entry, torrent);
        int readers = _options().Drives.Readers;
        int reader = (Number * readers) + (torrent.InfoHash.GetHashCode() & int.MaxValue) % readers;
        await Offering.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            cancellation.ThrowIfCancellationRequested();
            Bitfield verified = record.Verified;
            LibraryEntry offered = entry with { State = TorrentState.Seeding, Problem = null, Failures = 0, RetryAt = 0 };
            if (!verified.IsComplete)
                offered = offered with { State = TorrentState.Partial, Problem = $"{verified.Count():N0} of {verified.Length:N0} pieces are right; only these are offered." };
            if (await _tools.Publisher.OfferAsync(entry, torrent, record, Reads, Number, reader).ConfigureAwait(false) is { } refused)
                offered = entry with { State = TorrentState.Failed, Problem = refused };
            TrySet(offered);
            return offered;
        }
        finally
        {
            Offering.Release();
        }
    }

    private LibraryEntry Describe(LibraryEntry entry, Metainfo torrent)
    {
        long size = 0;
        int files = 0;
        foreach (TorrentFile file in torrent.Files)
        {
            if (file.IsPadding) continue;
            size += file.Length;
            files++;
        }
        return entry with
        {
            InfoHash = torrent.InfoHash,
            NameBytes = LibraryTorrent.NameOf(torrent, entry.Data),
            SizeBytes = size,
            Files = files,
            IsPrivate = torrent.IsPrivate,
            MagnetTrackers = _tools.Publisher.MagnetTrackers(torrent, entry.Found is not null),
        };
    }

    /// <summary>It is tried again after a while that doubles each time, up to 256 times the first.</summary>
    private LibraryEntry Failed(LibraryEntry entry, StorageError error)
    {
        TimeSpan pause = s_firstRetry * (1 << Math.Min(entry.Failures, MaxRetryDoublings));
        return entry with
        {
            State = TorrentState.Failed,
            Problem = $"{Sentence(error)} It is tried again after {Quantity.Duration(pause)}.",
            Failures = entry.Failures + 1,
            RetryAt = _tools.Time.GetTimestamp() + (long)(pause.TotalSeconds * _tools.Time.TimestampFrequency),
        };
    }

    private static string Sentence(StorageError error) => $"It cannot be offered: {error.Detail}.";
}
