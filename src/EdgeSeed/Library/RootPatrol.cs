using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Status;
using EdgeSeed.Storage.Content;
using EdgeSeed.Storage.Hashing;

namespace EdgeSeed.Library;

/// <summary>Verifies again in idle time, a little now and then.</summary>
internal sealed class RootPatrol(RootState root, PieceJudge judge)
{
    /// <summary>Withheld pieces that are looked at again in one round and are still not right: each may cost a dying drive a minute.</summary>
    public const int MaxRetriedPieces = 16;

    /// <summary>Time for one round, when pieces are right again, such as those of a file that could not be read.</summary>
    public static readonly TimeSpan MaxRetrying = TimeSpan.FromSeconds(10);

    private const int StepBytes = 1 << 20;

    private static readonly TimeSpan s_retryInterval = TimeSpan.FromMinutes(5);

    internal static readonly TimeSpan MinPace = TimeSpan.FromMilliseconds(250);

    private long _patrolledAt;
    private long _retriedAt;
    private ContentLocation? _patrolled;
    private int _patrolPiece;

    /// <summary>Verifies a little if it is time.</summary>
    /// <returns>How long until it is time again.</returns>
    public async Task<TimeSpan> RunAsync(LibraryOptions options, CancellationToken cancellation)
    {
        List<LibraryEntry> offered = root.Basis.Library.ListOf(root.Drive.Id);
        offered.RemoveAll(entry => !entry.IsOffered || entry.Data is null);
        if (!options.Drives.Patrol || offered.Count == 0 || root.Reads.IsResting) return options.Rescan;
        if (options.Drives.PatrolAwakeOnly && BlockDevice.IsRotational(root.Drive.Device) && !root.Use.IsAwake) return DriveUse.AwakeTime;
        if (_retriedAt == 0) (_retriedAt, _patrolledAt) = (root.Basis.Time.GetTimestamp(), root.Basis.Time.GetTimestamp());
        if (root.Basis.Time.GetElapsedTime(_retriedAt) >= s_retryInterval)
        {
            _retriedAt = root.Basis.Time.GetTimestamp();
            bool isMore = await Task.Run(() => RetryWithheld(offered, cancellation), cancellation).ConfigureAwait(false);
            root.Use.Pass();
            if (isMore) _retriedAt -= (long)(s_retryInterval.TotalSeconds * root.Basis.Time.TimestampFrequency);
            if (isMore) return MinPace;
        }
        long bytes = 0;
        foreach (LibraryEntry entry in offered) bytes += Math.Max(entry.SizeBytes, StepBytes);
        TimeSpan pace = options.Drives.PatrolInterval / (bytes / (double)StepBytes);
        if (pace < MinPace) pace = MinPace;
        TimeSpan left = pace - root.Basis.Time.GetElapsedTime(_patrolledAt);
        if (left > TimeSpan.Zero) return left < s_retryInterval ? left : s_retryInterval;
        _patrolledAt = root.Basis.Time.GetTimestamp();
        offered.Sort((one, other) => ContentLocation.Compare(one.Key, other.Key));
        await Task.Run(() => PatrolStep(offered, cancellation), cancellation).ConfigureAwait(false);
        root.Use.Pass();
        return pace;
    }

    /// <summary>The next pieces, about <see cref="StepBytes"/>, of the torrent that is being patrolled, or the next one's first.</summary>
    private void PatrolStep(List<LibraryEntry> offered, CancellationToken cancellation)
    {
        int at = 0;
        while (_patrolled is not null && at < offered.Count && ContentLocation.Compare(offered[at].Key, _patrolled) < 0) at++;
        LibraryEntry entry = offered[at == offered.Count ? 0 : at];
        if (!entry.Key.Equals(_patrolled)) (_patrolled, _patrolPiece) = (entry.Key, 0);
        if (root.Basis.Publisher.CopyOf(entry) is not { } copy || root.ReadTorrent(entry) is not { } torrent)
        {
            NextPatrolled(offered, entry);
            return;
        }
        using var probe = new PieceProbe(torrent, entry.Data!);
        for (int bytes = 0; bytes < StepBytes && _patrolPiece < torrent.PieceCount; _patrolPiece++)
        {
            var piece = new PieceIndex(_patrolPiece);
            if (!copy.Verified[piece]) continue;
            bytes += torrent.Layout.PieceSize(piece);
            judge.IsRight(entry, torrent, piece, probe, cancellation);
        }
        if (_patrolPiece == torrent.PieceCount) NextPatrolled(offered, entry);
    }

    private void NextPatrolled(List<LibraryEntry> offered, LibraryEntry entry)
    {
        int next = offered.IndexOf(entry) + 1;
        (_patrolled, _patrolPiece) = (offered[next % offered.Count].Key, 0);
    }

    /// <summary>A piece that could not be read may be readable again; one that was wrong may have been put right.</summary>
    /// <returns>Whether the round ended for want of time alone.</returns>
    private bool RetryWithheld(List<LibraryEntry> offered, CancellationToken cancellation)
    {
        int left = MaxRetriedPieces;
        long began = root.Basis.Time.GetTimestamp();
        foreach (LibraryEntry entry in offered)
        {
            if (entry.State != TorrentPhase.Partial || left == 0) continue;
            if (root.Basis.Publisher.CopyOf(entry) is not { } copy || root.ReadTorrent(entry) is not { } torrent) continue;
            using var probe = new PieceProbe(torrent, entry.Data!);
            int from = Random.Shared.Next(torrent.PieceCount);
            if (!copy.Verified.TryNextClear(from, out PieceIndex first)) from = 0;
            for (; left > 0 && copy.Verified.TryNextClear(from, out first); from = first.Value + 1)
            {
                if (!judge.IsRight(entry, torrent, first, probe, cancellation)) left--;
                else if (root.Basis.Time.GetElapsedTime(began) > MaxRetrying) return true;
            }
        }
        return false;
    }
}
