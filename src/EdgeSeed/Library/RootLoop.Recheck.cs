using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Status;
using EdgeSeed.Storage.Content;
using EdgeSeed.Storage.Hashing;

namespace EdgeSeed.Library;

/// <content>Torrents that somebody wants verified once more, all of them, now.</content>
internal sealed partial class RootLoop
{
    /// <summary>Torrents that wait to be verified again, 64. A further one is refused.</summary>
    public const int MaxRechecks = 64;

    private readonly Queue<ContentLocation> _rechecks = [];

    /// <summary>Has a torrent of this root verified anew; it is seeded meanwhile, and what turns out to be wrong is withheld at once.</summary>
    /// <returns>False when too many wait already.</returns>
    public bool Recheck(ContentLocation key)
    {
        lock (_lock)
        {
            if (!_rechecks.Contains(key))
            {
                if (_rechecks.Count == MaxRechecks) return false;
                _rechecks.Enqueue(key);
            }
        }
        Wake();
        return true;
    }

    private bool TryNextRecheck(out LibraryEntry? entry)
    {
        lock (_lock)
        {
            bool isThere = _rechecks.TryDequeue(out ContentLocation? key);
            entry = isThere ? _tools.Library.Find(key!) : null;
            return isThere;
        }
    }

    private async Task RecheckAsync(CancellationToken cancellation)
    {
        while (!Reads.IsResting && TryNextRecheck(out LibraryEntry? entry))
        {
            // What is not offered was looked at by the search that came before.
            if (entry is not { IsOffered: true, Data: not null } || _tools.Publisher.CopyOf(entry) is null || ReadTorrent(entry) is not { } torrent) continue;
            await _tools.HashTurns.WaitAsync(cancellation).ConfigureAwait(false);
            try
            {
                await Task.Run(() => Recheck(entry, torrent, cancellation), cancellation).ConfigureAwait(false);
            }
            finally
            {
                _tools.Library.Hashing = null;
                _tools.HashTurns.Release();
            }
            _tools.Note(_memory.Save());
        }
    }

    private void Recheck(LibraryEntry entry, Metainfo torrent, CancellationToken cancellation)
    {
        _meter.Begin(entry.SizeBytes);
        var progress = new HashingProgress(_tools.Library, _tools.Library.MayShow(entry) ? entry.Name : "a private torrent", 0, _meter, _tools.Time, static () => { });
        using var probe = new PieceProbe(torrent, entry.Data!);
        long done = 0;
        for (int index = 0; index < torrent.PieceCount && !Reads.IsResting; index++)
        {
            cancellation.ThrowIfCancellationRequested();
            var piece = new PieceIndex(index);
            Judge(entry, torrent, piece, probe, cancellation);
            done += torrent.Layout.PieceSize(piece);
            progress.Report(new HashProgress(Math.Min(done, entry.SizeBytes), entry.SizeBytes, 0, 1, default!));
        }
    }
}
