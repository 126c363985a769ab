using EdgeSeed.Logs;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Status;
using EdgeSeed.Storage;
using EdgeSeed.Storage.Content;
using EdgeSeed.Storage.Hashing;

namespace EdgeSeed.Library;

/// <summary>Which pieces of a root are offered, as they turn out to be right or wrong.</summary>
internal sealed class PieceJudge(RootState root)
{
    /// <summary>Looks at one piece; what is wrong is withheld, what is right offered, and the entry says so.</summary>
    public bool IsRight(LibraryEntry entry, Metainfo torrent, PieceIndex piece, PieceProbe probe, CancellationToken cancellation)
    {
        bool isRight = probe.IsRight(piece, out StorageError? error, cancellation);
        if (error is { Fault: StorageFault.MediumFailed }) root.Reads.Failed(error);
        // Without its torrent nothing is known of a piece.
        if (root.Reads.IsGone || error is { Fault: StorageFault.Changed } || !root.Basis.Publisher.Judge(entry, piece, isRight)) return isRight;
        ShowPieces(entry.Key, isRight ? null : $"Piece {piece.Value} {(error is null ? "is damaged" : $"cannot be read: {error.Detail}")}.");
        if (root.Memory.Find(torrent.InfoHash) is not { } record || error is not null) return isRight;
        if (isRight) record.Verified.Set(piece);
        else record.Verified.Clear(piece);
        root.Memory.Keep(record);
        return isRight;
    }

    /// <summary>A piece of this root's data cannot be read: it is withheld, and the entry says so.</summary>
    public void Fail(ContentLocation key, PieceIndex piece, StorageError error)
    {
        EdgeSeedLog.PieceWithheld(root.Basis.Log, piece.Value, error.ToString());
        ShowPieces(key, $"Piece {piece.Value} cannot be read: {error.Detail}.");
    }

    private void ShowPieces(ContentLocation key, string? latest)
    {
        lock (root.Gate)
        {
            if (root.IsOverUnlocked || root.Basis.Library.Find(key) is not { IsOffered: true } entry || root.Basis.Publisher.CopyOf(entry) is not { } copy) return;
            PieceCounts? pieces = PieceCounts.Of(copy.Verified);
            root.Basis.Library.Set(entry with { State = pieces is null ? TorrentPhase.Seeding : TorrentPhase.Partial, Pieces = pieces, Problem = pieces is null ? null : latest });
        }
    }
}
