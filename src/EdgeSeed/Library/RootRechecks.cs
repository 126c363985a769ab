using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Status;
using EdgeSeed.Storage.Content;
using EdgeSeed.Storage.Hashing;

namespace EdgeSeed.Library;

/// <summary>Torrents that somebody wants verified once more, all of them, now.</summary>
internal sealed class RootRechecks(RootState root, PieceJudge judge)
{
    /// <summary>Torrents that wait to be verified again, 64. A further one is refused.</summary>
    public const int Capacity = 64;

    private readonly Queue<ContentLocation> _waiting = [];

    /// <summary>Has a torrent of this root verified anew; it is seeded meanwhile, and what turns out to be wrong is withheld at once.</summary>
    /// <returns>False when too many wait already.</returns>
    public bool TryAdd(ContentLocation key)
    {
        lock (root.Gate)
        {
            if (!_waiting.Contains(key))
            {
                if (_waiting.Count == Capacity) return false;
                _waiting.Enqueue(key);
            }
        }
        return true;
    }

    private bool TryNext(out LibraryEntry? entry)
    {
        lock (root.Gate)
        {
            bool isThere = _waiting.TryDequeue(out ContentLocation? key);
            entry = isThere ? root.Basis.Library.Find(key!) : null;
            return isThere;
        }
    }

    /// <summary>Verifies what waits.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        while (!root.Reads.IsResting && TryNext(out LibraryEntry? entry))
        {
            // What is not offered was looked at by the search that came before.
            if (entry is not { IsOffered: true, Data: not null } || root.Basis.Publisher.CopyOf(entry) is null || root.ReadTorrent(entry) is not { } torrent) continue;
            await root.Basis.HashTurns.WaitAsync(cancellation).ConfigureAwait(false);
            try
            {
                await Task.Run(() => Recheck(entry, torrent, cancellation), cancellation).ConfigureAwait(false);
            }
            finally
            {
                root.Basis.Library.Hashing = null;
                root.Basis.HashTurns.Release();
            }
            root.Basis.Note(root.Memory.Save());
        }
    }

    private void Recheck(LibraryEntry entry, Metainfo torrent, CancellationToken cancellation)
    {
        root.Meter.Begin(entry.SizeBytes);
        var progress = new HashingProgress(root.Basis.Library, root.Basis.Library.ShownName(entry), 0, root.Meter, root.Basis.Time, static () => { });
        using var probe = new PieceProbe(torrent, entry.Data!);
        long done = 0;
        for (int index = 0; index < torrent.PieceCount && !root.Reads.IsResting; index++)
        {
            cancellation.ThrowIfCancellationRequested();
            var piece = new PieceIndex(index);
            judge.IsRight(entry, torrent, piece, probe, cancellation);
            done += torrent.Layout.PieceSize(piece);
            progress.Report(new HashProgress(Math.Min(done, entry.SizeBytes), entry.SizeBytes, 0, 1, default!));
        }
    }
}
