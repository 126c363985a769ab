using EdgeSeed.Linux.Files;
using EdgeSeed.Logs;
using EdgeSeed.Protocol;
using EdgeSeed.Status;
using EdgeSeed.Storage;
using EdgeSeed.Storage.Content;
using EdgeSeed.Storage.Hashing;
using EdgeSeed.Storage.Library;

namespace EdgeSeed.Library;

/// <content>What is there, what is new, and what has gone.</content>
internal sealed partial class RootLoop
{
    private LibraryScan? _found;

    /// <summary>Searches the root and queues what is to be done.</summary>
    /// <returns>False when the root itself cannot be read; its torrents wait then.</returns>
    private async Task<bool> SearchAsync(LibraryOptions options, CancellationToken cancellation)
    {
        // What is away stays away while it is looked for, every time: else its state would flicker.
        if (_found is null && (!_isReturning || Directory.Exists(Drive.Path.ToString()))) SetState(DriveState.Scanning);
        LibraryScan? scan = null;
        long began = _tools.Time.GetTimestamp();
        if (!Drive.IsRemovable) _tools.Watch.Add(Drive.Path);
        // A thread of its own: a drive that hangs would hold one of the few that everybody shares.
        StorageError? error = await Task.Factory.StartNew(
            () => LibraryScanner.Scan(Drive.Path, Drive.IsRemovable ? options.ScanDrive : options.Scan, out scan, Forget(_found), cancellation),
            cancellation, TaskCreationOptions.LongRunning, TaskScheduler.Default).ConfigureAwait(false);
        cancellation.ThrowIfCancellationRequested();
        // A pulled vfat stick lists as an empty folder, without an error: nothing of what is there may be believed then.
        bool isGone = Reads.IsGone || (scan is { Entries: 0 } && _found is { Entries: > 0 } && !Drive.IsRemovable && Drive.Located().Device != Drive.Device);
        if (error is not null || scan is null || isGone)
        {
            Volatile.Write(ref _problem, isGone ? "it is away" : error!.Detail);
            if (error is { Fault: StorageFault.MediumFailed } failed) Reads.Failed(failed);
            SetState(DriveState.Absent);
            _tools.Watch.Remove(Drive.Path);
            await SetWaitingAsync().ConfigureAwait(false);
            (_found, _isReturning, _isStarting) = (null, true, true);
            return false;
        }
        int most = (Drive.IsRemovable ? options.ScanDrive : options.Scan).MaxTorrents;
        Volatile.Write(ref _problem, scan.BeyondLimit == 0 ? null : FormattableString.Invariant(
            $"{scan.BeyondLimit:N0} more are left out: there is room for {most:N0} torrents (service.memory_limit, library.max_torrents)"));
        var seen = new KeyedTable<ContentLocation, ContentLocation>(static key => key);
        foreach (LibraryTorrent torrent in scan.Torrents) await MeetAsync(torrent, seen).ConfigureAwait(false);
        foreach (ContentLocation content in scan.ToPublish) await MeetAsync(content, options, seen, cancellation).ConfigureAwait(false);
        foreach (RefusedTorrent refused in scan.Refused) Meet(refused, seen);
        if (!ReferenceEquals(_found, scan) && _tools.Log.IsEnabled(Microsoft.Extensions.Logging.LogLevel.Debug))
            foreach (SkippedEntry skipped in scan.Skipped) EdgeSeedLog.Skipped(_tools.Log, skipped.Path, skipped.Reason);
        foreach (LibraryEntry entry in _tools.Library.ListOf(Drive.Id))
        {
            cancellation.ThrowIfCancellationRequested();
            if (seen.ContainsKey(entry.Key)) continue;
            _settling.Forget(entry.Key);
            await RetireAsync(entry).ConfigureAwait(false);
        }
        _found = scan;
        _searchTime = _tools.Time.GetElapsedTime(began);
        IsSearched = true;
        return true;
    }

    /// <summary>What was found last time, without what has to be looked at anew.</summary>
    private LibraryScan? Forget(LibraryScan? found)
    {
        if (found is null) return null;
        var torrents = new List<LibraryTorrent>(found.Torrents.Count);
        foreach (LibraryTorrent torrent in found.Torrents)
        {
            HeapSweep.Run();
            LibraryEntry? entry = _tools.Library.Find(torrent.File);
            if (entry is { IsOffered: true } && _tools.Publisher.FindChange(entry) is null) torrents.Add(torrent);
        }
        var refused = new List<RefusedTorrent>(found.Refused.Count);
        foreach (RefusedTorrent torrent in found.Refused)
        {
            if (torrent.Error.Errno == 0 || _tools.Library.Find(torrent.File) is { } entry && !IsDue(entry)) refused.Add(torrent);
        }
        return found with { Torrents = torrents, Refused = refused };
    }

    /// <summary>A <c>.torrent</c> was found: new, as before, or changed.</summary>
    private async Task MeetAsync(LibraryTorrent torrent, KeyedTable<ContentLocation, ContentLocation> seen)
    {
        ContentLocation key = torrent.File;
        if (seen.Set(key) is not null) return;
        LibraryEntry? known = _tools.Library.Find(key);
        if (known is not null && known.InfoHash == torrent.InfoHash && known.Data == torrent.Data && known.Found is not null)
        {
            bool isAsBefore = known.State switch
            {
                // The search did not read it again, which is because its data was looked at before.
                TorrentState.Seeding or TorrentState.Partial => ReferenceEquals(known.Found, torrent.File) || _tools.Publisher.FindChange(known) is null,
                TorrentState.Failed => !IsDue(known),
                TorrentState.Settling => torrent.Data is not null,
                TorrentState.Waiting => torrent.Data is null && known.Problem == NoData(torrent.FirstMissing),
                _ => true,
            };
            if (isAsBefore) return;
        }
        var fresh = new LibraryEntry
        {
            Root = Drive.Id,
            Found = torrent.File,
            Data = torrent.Data,
            InfoHash = torrent.InfoHash,
            NameBytes = torrent.Name,
            SizeBytes = torrent.TotalLength,
            AddedAt = torrent.Stamp.ModifiedNanoseconds / FileStamp.NanosecondsPerSecond,
            FirstMissing = torrent.FirstMissing,
            IsPrivate = torrent.IsPrivate,
            Failures = known?.Failures ?? 0,
        };
        if (known is not null) await _tools.Publisher.RetireAsync(known).ConfigureAwait(false);
        TrySet(fresh);
    }

    /// <summary>Content without a torrent was found: new, as before, or changed since its torrent was made.</summary>
    private async Task MeetAsync(ContentLocation content, LibraryOptions options, KeyedTable<ContentLocation, ContentLocation> seen, CancellationToken cancellation)
    {
        ContentLocation key = content;
        if (seen.Set(key) is not null) return;
        LibraryEntry? known = _tools.Library.Find(key);
        if (known is { State: TorrentState.Settling } || (known is { State: TorrentState.Failed } && !IsDue(known))) return;
        if (known is { IsOffered: true } or { Problem: Empty } && await IsUnchangedAsync(known, content, options, cancellation).ConfigureAwait(false)) return;
        if (known is { IsOffered: true }) _settling.Overtake(content);
        if (known is not null) await _tools.Publisher.RetireAsync(known).ConfigureAwait(false);
        TrySet(new LibraryEntry
        {
            Root = Drive.Id,
            Data = content,
            NameBytes = NameOf(content),
            AddedAt = new DateTimeOffset(File.GetLastWriteTimeUtc(content.ToString()), TimeSpan.Zero).ToUnixTimeSeconds(),
            Failures = known?.Failures ?? 0,
        });
    }

    /// <summary>A <c>.torrent</c> that cannot be used: shown with the reason, and tried again when it changes, or after a while when it could not be read.</summary>
    private void Meet(RefusedTorrent refused, KeyedTable<ContentLocation, ContentLocation> seen)
    {
        ContentLocation key = refused.File;
        if (seen.Set(key) is not null || (_tools.Library.Find(key) is { State: TorrentState.Failed } known && !IsDue(known))) return;
        var fresh = new LibraryEntry { Root = Drive.Id, Data = null, Found = refused.File, NameBytes = NameOf(refused.File) };
        fresh = fresh with { Failures = _tools.Library.Find(key)?.Failures ?? 0 };
        fresh = refused.Error.Errno == 0 ? fresh with { State = TorrentState.Failed, Problem = Sentence(refused.Error) } : Failed(fresh, refused.Error);
        if (TrySet(fresh)) EdgeSeedLog.NotSeeded(_tools.Log, fresh.Name, fresh.Problem!);
    }

    private async Task<bool> IsUnchangedAsync(LibraryEntry known, ContentLocation content, LibraryOptions options, CancellationToken cancellation) => await Task.Run(
        () => ContentWalker.List(content, options.Walk, out ContentListing? listing, Entered, cancellation) is null
            ? known.Fingerprint.AsSpan().SequenceEqual(ContentFingerprint.Of(listing!, options.Make))
            : known.Fingerprint.Length == 0,
        cancellation).ConfigureAwait(false);

    /// <summary>The root cannot be read: its torrents wait, and come back with it.</summary>
    private async Task SetWaitingAsync()
    {
        foreach (LibraryEntry entry in _tools.Library.ListOf(Drive.Id))
        {
            if (entry.State == TorrentState.Waiting) continue;
            await _tools.Publisher.RetireAsync(entry).ConfigureAwait(false);
            TrySet(entry with { State = TorrentState.Waiting, Problem = "Its folder or drive is away." });
        }
    }

    private static ByteText NameOf(ContentLocation place)
    {
        ReadOnlyMemory<byte> path = place.Within.Bytes;
        return path.IsEmpty ? new ByteText(place.Name.ToArray()) : new ByteText(path[(path.Length - place.Name.Length)..]);
    }

    private bool IsDue(LibraryEntry entry) => entry.RetryAt != 0 && _tools.Time.GetTimestamp() >= entry.RetryAt;
}
