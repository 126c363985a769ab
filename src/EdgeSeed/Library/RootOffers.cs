using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Status;
using EdgeSeed.Storage.Hashing;

namespace EdgeSeed.Library;

/// <summary>Torrents of a root on their way to peers and tracker, and back.</summary>
internal sealed class RootOffers(RootState root)
{
    // It has no wait handle that would have to be disposed of, and a read that hangs may outlast everything.
    private SemaphoreSlim Turn { get; } = new(1);

    /// <summary>Offers an entry and puts it into the library, both or, when the drive is leaving, neither.</summary>
    public async Task<LibraryEntry> OfferAsync(LibraryEntry entry, Metainfo torrent, ResumeRecord record, CancellationToken cancellation)
    {
        entry = root.Describe(entry, torrent);
        int readers = root.Options.Drives.Readers;
        int reader = (root.Number * readers) + (torrent.InfoHash.GetHashCode() & int.MaxValue) % readers;
        await Turn.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            cancellation.ThrowIfCancellationRequested();
            PieceCounts? pieces = PieceCounts.Of(record.Verified);
            LibraryEntry offered = entry with { State = pieces is null ? TorrentPhase.Seeding : TorrentPhase.Partial, Pieces = pieces, Problem = null, Failures = 0, RetryAt = 0 };
            if (await root.Basis.Publisher.OfferAsync(entry, torrent, record, root.Reads, root.Number, reader).ConfigureAwait(false) is { } refused)
                offered = entry with { State = TorrentPhase.Failed, Problem = refused };
            root.TrySet(offered);
            return offered;
        }
        finally
        {
            Turn.Release();
        }
    }

    /// <summary>Takes every torrent of a root that goes from tracker and peers; nothing is offered meanwhile.</summary>
    /// <param name="reason">Why they wait.</param>
    /// <param name="ends">Takes what completes with the last read of each.</param>
    public async Task RetireAllAsync(string reason, List<Task> ends)
    {
        await Turn.WaitAsync().ConfigureAwait(false);
        try
        {
            foreach (LibraryEntry entry in root.Basis.Library.ListOf(root.Drive.Id))
            {
                ends.Add(root.Basis.Publisher.RetireAsync(entry));
                root.Basis.Library.Set(root.AsAway(entry, reason));
            }
        }
        finally
        {
            Turn.Release();
        }
    }
}
