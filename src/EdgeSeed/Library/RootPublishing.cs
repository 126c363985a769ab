using EdgeSeed.Logs;
using EdgeSeed.Status;
using EdgeSeed.Storage;
using EdgeSeed.Storage.Content;

namespace EdgeSeed.Library;

/// <summary>From queued entries to torrents that are seeded, or to sentences that say why not.</summary>
internal sealed class RootPublishing(RootState root, PieceSamples samples, RootOffers offers)
{
    private readonly MadeTorrents _made = new(root, samples, offers);
    private readonly FoundTorrents _found = new(root, samples, offers);

    /// <summary>Seeds what needs no hashing, so that the first announce does not wait for what does.</summary>
    public async Task OfferKnownAsync(LibraryOptions options, CancellationToken cancellation)
    {
        List<LibraryEntry> queue = Queue();
        Volatile.Write(ref root.Total, queue.Count);
        samples.Begin();
        for (int i = 0; i < queue.Count; i++)
        {
            Volatile.Write(ref root.Done, i);
            await PublishAsync(queue[i], options, hash: null, cancellation).ConfigureAwait(false);
        }
        Volatile.Write(ref root.Done, queue.Count);
        root.IsReturning = false;
        if (queue.Count > 0) root.Basis.Note(root.Memory.Save());
    }

    /// <summary>Hashes the rest, one after the other.</summary>
    public async Task HashNewAsync(LibraryOptions options, CancellationToken cancellation)
    {
        List<LibraryEntry> queue = Queue();
        if (queue.Count == 0) return;
        Volatile.Write(ref root.Done, 0);
        Volatile.Write(ref root.Total, queue.Count);
        await root.Basis.HashTurns.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            root.SetState(DriveState.Hashing);
            long bytes = 0;
            foreach (LibraryEntry entry in queue) bytes += entry.SizeBytes;
            root.Meter.Begin(bytes);
            for (int i = 0; i < queue.Count && !root.Reads.IsResting; i++)
            {
                Volatile.Write(ref root.Done, i);
                var progress = new HashingProgress(root.Basis.Library, root.Basis.Library.ShownName(queue[i]), queue.Count - i - 1, root.Meter, root.Basis.Time, () => root.Keep());
                await PublishAsync(queue[i], options, progress, cancellation).ConfigureAwait(false);
                root.Meter.Finish(queue[i].SizeBytes);
            }
        }
        finally
        {
            root.Basis.Library.Hashing = null;
            root.Keep = () => { };
            root.Basis.HashTurns.Release();
        }
    }

    private List<LibraryEntry> Queue()
    {
        List<LibraryEntry> queue = root.Basis.Library.ListOf(root.Drive.Id);
        queue.RemoveAll(entry => entry.State != TorrentPhase.Queued && (entry.State != TorrentPhase.Settling || !root.IsDue(entry)));
        // What is hashed ahead keeps nothing waiting that is ready.
        queue.Sort((left, right) => (left.Problem is null, right.Problem is null) switch
        {
            (true, false) => -1,
            (false, true) => 1,
            _ => ContentLocation.Compare(left.Key, right.Key),
        });
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
                ? await _made.PublishAsync(entry, options, hash, cancellation).ConfigureAwait(false)
                : await _found.PublishAsync(entry, options, hash, cancellation).ConfigureAwait(false);
        }
        catch (OutOfMemoryException)
        {
            done = entry with { State = TorrentPhase.Failed, Problem = "There is not enough memory for it (service.memory_limit)." };
        }
        cancellation.ThrowIfCancellationRequested();
        HeapSweep.Run();
        if (done is null || done.IsOffered || !root.TrySet(done)) return;
        if (done is { State: TorrentPhase.Waiting or TorrentPhase.Settling }) EdgeSeedLog.Waiting(root.Basis.Log, done.Name, done.Problem ?? "");
        else if (done is { Problem: { } problem }) EdgeSeedLog.NotSeeded(root.Basis.Log, done.Name, problem);
    }
}
