using System.Globalization;
using EdgeSeed.Logs;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Status;
using EdgeSeed.Storage;
using EdgeSeed.Storage.Content;
using EdgeSeed.Storage.Drives;
using EdgeSeed.Storage.Hashing;
using EdgeSeed.Storage.Library;

namespace EdgeSeed.Library;

/// <content>Trust in what was verified once: samples when a drive comes back, and the patrol that verifies again in idle time.</content>
internal sealed partial class RootLoop
{
    /// <summary>Time that samples may take before a drive's torrents are seeded; those that come later are left to the patrol.</summary>
    public static readonly TimeSpan MaxSampling = TimeSpan.FromSeconds(3);

    /// <summary>Withheld pieces that are looked at again in one round and are still not right: each may cost a dying drive a minute.</summary>
    public const int MaxRetriedPieces = 16;

    /// <summary>Time for one round, when pieces are right again, such as those of a file that could not be read.</summary>
    public static readonly TimeSpan MaxRetrying = TimeSpan.FromSeconds(10);

    private const int StepBytes = 1 << 20;

    private static readonly TimeSpan s_retryInterval = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan s_minPace = TimeSpan.FromMilliseconds(250);

    private long _sampling;
    private bool _isReturning = true;
    private long _patrolledAt;
    private long _retriedAt;
    private ContentLocation? _patrolled;
    private int _patrolPiece;

    /// <summary>Hashes a few pieces, chosen at random, of data that looks as it did when it was verified.</summary>
    private async Task<bool> AreSamplesRightAsync(Metainfo torrent, ContentLocation data, Bitfield verified, LibraryOptions options, CancellationToken cancellation)
    {
        if (!_isReturning || verified.IsEmpty || options.Drives.RecheckPieces == 0 || _tools.Time.GetElapsedTime(_sampling) > MaxSampling) return true;
        return await Task.Run(
            () =>
            {
                using var probe = new PieceProbe(torrent, data);
                for (int i = Math.Min(options.Drives.RecheckPieces, torrent.PieceCount); i > 0; i--)
                {
                    var piece = new PieceIndex(Random.Shared.Next(torrent.PieceCount));
                    if (!verified[piece]) continue;
                    // One that cannot be read says nothing about the others; it is withheld when somebody asks for it.
                    if (!probe.IsRight(piece, out StorageError? error, cancellation) && error is null) return false;
                    if (error is { Fault: StorageFault.MediumFailed }) Reads.Failed(error);
                    if (_tools.Time.GetElapsedTime(_sampling) > MaxSampling) break;
                }
                return true;
            },
            cancellation).ConfigureAwait(false);
    }

    /// <summary>Verifies a little if it is time.</summary>
    /// <returns>How long until it is time again.</returns>
    private async Task<TimeSpan> PatrolAsync(LibraryOptions options, CancellationToken cancellation)
    {
        List<LibraryEntry> offered = _tools.Library.ListOf(Drive.Id);
        offered.RemoveAll(entry => !entry.IsOffered || entry.Data is null);
        if (!options.Drives.Patrol || offered.Count == 0 || Reads.IsResting) return options.Rescan;
        if (options.Drives.PatrolAwakeOnly && BlockDevice.IsRotational(Drive.Device) && !_use.IsAwake) return DriveUse.AwakeTime;
        if (_retriedAt == 0) (_retriedAt, _patrolledAt) = (_tools.Time.GetTimestamp(), _tools.Time.GetTimestamp());
        if (_tools.Time.GetElapsedTime(_retriedAt) >= s_retryInterval)
        {
            _retriedAt = _tools.Time.GetTimestamp();
            bool isMore = await Task.Run(() => RetryWithheld(offered, cancellation), cancellation).ConfigureAwait(false);
            _use.Pass();
            if (isMore) _retriedAt -= (long)(s_retryInterval.TotalSeconds * _tools.Time.TimestampFrequency);
            if (isMore) return s_minPace;
        }
        long bytes = 0;
        foreach (LibraryEntry entry in offered) bytes += Math.Max(entry.SizeBytes, StepBytes);
        TimeSpan pace = options.Drives.PatrolInterval / (bytes / (double)StepBytes);
        if (pace < s_minPace) pace = s_minPace;
        TimeSpan left = pace - _tools.Time.GetElapsedTime(_patrolledAt);
        if (left > TimeSpan.Zero) return left < s_retryInterval ? left : s_retryInterval;
        _patrolledAt = _tools.Time.GetTimestamp();
        offered.Sort((one, other) => ContentLocation.Compare(one.Key, other.Key));
        await Task.Run(() => PatrolStep(offered, cancellation), cancellation).ConfigureAwait(false);
        _use.Pass();
        return pace;
    }

    /// <summary>The next pieces, about <see cref="StepBytes"/>, of the torrent that is being patrolled, or the next one's first.</summary>
    private void PatrolStep(List<LibraryEntry> offered, CancellationToken cancellation)
    {
        int at = 0;
        while (_patrolled is not null && at < offered.Count && ContentLocation.Compare(offered[at].Key, _patrolled) < 0) at++;
        LibraryEntry entry = offered[at == offered.Count ? 0 : at];
        if (!entry.Key.Equals(_patrolled)) (_patrolled, _patrolPiece) = (entry.Key, 0);
        if (_tools.Publisher.CopyOf(entry) is not { } copy || ReadTorrent(entry) is not { } torrent)
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
            Judge(entry, torrent, piece, probe, cancellation);
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
        long began = _tools.Time.GetTimestamp();
        foreach (LibraryEntry entry in offered)
        {
            if (entry.State != TorrentState.Partial || left == 0) continue;
            if (_tools.Publisher.CopyOf(entry) is not { } copy || ReadTorrent(entry) is not { } torrent) continue;
            using var probe = new PieceProbe(torrent, entry.Data!);
            int from = Random.Shared.Next(torrent.PieceCount);
            if (!copy.Verified.TryNextClear(from, out PieceIndex first)) from = 0;
            for (; left > 0 && copy.Verified.TryNextClear(from, out first); from = first.Value + 1)
            {
                if (!Judge(entry, torrent, first, probe, cancellation)) left--;
                else if (_tools.Time.GetElapsedTime(began) > MaxRetrying) return true;
            }
        }
        return false;
    }

    private bool Judge(LibraryEntry entry, Metainfo torrent, PieceIndex piece, PieceProbe probe, CancellationToken cancellation)
    {
        bool isRight = probe.IsRight(piece, out StorageError? error, cancellation);
        if (error is { Fault: StorageFault.MediumFailed }) Reads.Failed(error);
        if (Reads.IsGone || !_tools.Publisher.Judge(entry, piece, isRight)) return isRight;
        ShowPieces(entry.Key, isRight ? null : $"Piece {piece.Value} {(error is null ? "is damaged" : $"cannot be read: {error.Detail}")}");
        if (_memory.Find(torrent.InfoHash) is not { } record || error is not null) return isRight;
        if (isRight) record.Verified.Set(piece);
        else record.Verified.Clear(piece);
        _memory.Keep(record);
        return isRight;
    }

    /// <summary>A piece of this root's data cannot be read: it is withheld, and the entry says so.</summary>
    public void PieceFailed(ContentLocation key, PieceIndex piece, StorageError error)
    {
        EdgeSeedLog.PieceWithheld(_tools.Log, piece.Value, error.ToString());
        ShowPieces(key, $"Piece {piece.Value} cannot be read: {error.Detail}");
    }

    private void ShowPieces(ContentLocation key, string? latest)
    {
        lock (_lock)
        {
            if (_isOver || _tools.Library.Find(key) is not { IsOffered: true } entry || _tools.Publisher.CopyOf(entry) is not { } copy) return;
            int right = copy.Verified.Count(), all = copy.Verified.Length;
            string counts = string.Create(CultureInfo.InvariantCulture, $"{right:N0} of {all:N0} pieces are right; only these are offered.");
            _tools.Library.Set(right == all
                ? entry with { State = TorrentState.Seeding, Problem = null }
                : entry with { State = TorrentState.Partial, Problem = latest is null ? counts : $"{latest}. {counts}" });
        }
    }

    private Metainfo? ReadTorrent(LibraryEntry entry)
    {
        Metainfo? torrent;
        StorageError? error = entry.Found is { } found
            ? TorrentFileReader.Read(found, _options().Scan.MaxTorrentFileLength, out torrent, out _)
            : _tools.State.ReadTorrent(entry.InfoHash!.Value, out torrent, out _, _options().Scan.MaxTorrentFileLength);
        return error is null && torrent?.InfoHash == entry.InfoHash ? torrent : null;
    }
}
