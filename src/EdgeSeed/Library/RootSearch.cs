using EdgeSeed.Linux.Files;
using EdgeSeed.Logs;
using EdgeSeed.Protocol;
using EdgeSeed.Status;
using EdgeSeed.Storage;
using EdgeSeed.Storage.Content;
using EdgeSeed.Storage.Hashing;
using EdgeSeed.Storage.Library;

namespace EdgeSeed.Library;

/// <summary>What is there in a root, what is new, and what has gone.</summary>
internal sealed class RootSearch(RootState root)
{
    private LibraryScan? _found;

    /// <summary>Whether it was searched since it was last away.</summary>
    public bool HasFound => _found is not null;

    /// <summary>How long the last search took.</summary>
    public TimeSpan Took { get; private set; }

    /// <summary>Searches the root and queues what is to be done.</summary>
    /// <returns>False when the root itself cannot be read; its torrents wait then.</returns>
    public async Task<bool> SearchAsync(LibraryOptions options, CancellationToken cancellation)
    {
        // What is away stays away while it is looked for, every time: else its state would flicker.
        if (_found is null && (!root.IsReturning || Directory.Exists(root.Drive.Path.ToString()))) root.SetState(DriveState.Scanning);
        LibraryScan? scan = null;
        long began = root.Basis.Time.GetTimestamp();
        if (!root.Drive.IsRemovable) root.Basis.Watch.Add(root.Drive.Path);
        // A thread of its own: a drive that hangs would hold one of the few that everybody shares.
        StorageError? error = await Task.Factory.StartNew(
            () => LibraryScanner.Scan(root.Drive.Path, root.Drive.IsRemovable ? options.ScanDrive : options.Scan, out scan, Forget(_found), cancellation),
            cancellation, TaskCreationOptions.LongRunning, TaskScheduler.Default).ConfigureAwait(false);
        cancellation.ThrowIfCancellationRequested();
        // A pulled vfat stick lists as an empty folder, without an error: nothing of what is there may be believed then.
        bool isGone = root.Reads.IsGone || (scan is { Entries: 0 } && _found is { Entries: > 0 } && !root.Drive.IsRemovable && root.Drive.Located().Device != root.Drive.Device);
        if (error is not null || scan is null || isGone)
        {
            root.Problem = isGone ? "it is away" : error!.Detail;
            if (error is { Fault: StorageFault.MediumFailed } failed) root.Reads.Failed(failed);
            root.SetState(DriveState.Absent);
            root.Basis.Watch.Remove(root.Drive.Path);
            await SetWaitingAsync().ConfigureAwait(false);
            (_found, root.IsReturning, root.IsStarting) = (null, true, true);
            return false;
        }
        int most = (root.Drive.IsRemovable ? options.ScanDrive : options.Scan).MaxTorrents;
        root.Problem = scan.BeyondLimit == 0 ? null : FormattableString.Invariant(
            $"{scan.BeyondLimit:N0} more are left out: there is room for {most:N0} torrents (service.memory_limit, library.max_torrents)");
        var seen = new KeyedTable<ContentLocation, ContentLocation>(static key => key);
        foreach (LibraryTorrent torrent in scan.Torrents) await MeetAsync(torrent, seen).ConfigureAwait(false);
        foreach (ContentLocation content in scan.ToPublish) await MeetAsync(content, options, seen, cancellation).ConfigureAwait(false);
        foreach (RefusedTorrent refused in scan.Refused) Meet(refused, seen);
        root.TellLeftOut(scan.Skipped);
        foreach (LibraryEntry entry in root.Basis.Library.ListOf(root.Drive.Id))
        {
            cancellation.ThrowIfCancellationRequested();
            if (seen.ContainsKey(entry.Key)) continue;
            root.Settling.Forget(entry.Key);
            await RetireAsync(entry).ConfigureAwait(false);
        }
        _found = scan;
        Took = root.Basis.Time.GetElapsedTime(began);
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
            LibraryEntry? entry = root.Basis.Library.Find(torrent.File);
            if (entry is { IsOffered: true } && root.Basis.Publisher.FindChange(entry) is null) torrents.Add(torrent);
        }
        var refused = new List<RefusedTorrent>(found.Refused.Count);
        foreach (RefusedTorrent torrent in found.Refused)
        {
            if (torrent.Error.Errno == 0 || root.Basis.Library.Find(torrent.File) is { } entry && !root.IsDue(entry)) refused.Add(torrent);
        }
        return found with { Torrents = torrents, Refused = refused };
    }

    /// <summary>A <c>.torrent</c> was found: new, as before, or changed.</summary>
    private async Task MeetAsync(LibraryTorrent torrent, KeyedTable<ContentLocation, ContentLocation> seen)
    {
        ContentLocation key = torrent.File;
        if (seen.Set(key) is not null) return;
        LibraryEntry? known = root.Basis.Library.Find(key);
        if (known is not null && known.InfoHash == torrent.InfoHash && known.Data == torrent.Data && known.Found is not null)
        {
            bool isAsBefore = known.State switch
            {
                // The search did not read it again, which is because its data was looked at before.
                TorrentPhase.Seeding or TorrentPhase.Partial => ReferenceEquals(known.Found, torrent.File) || root.Basis.Publisher.FindChange(known) is null,
                TorrentPhase.Failed => !root.IsDue(known),
                TorrentPhase.Settling => torrent.Data is not null,
                TorrentPhase.Waiting => torrent.Data is null && known.Problem == FoundTorrents.NoData(torrent.FirstMissing),
                _ => true,
            };
            if (isAsBefore) return;
        }
        var fresh = new LibraryEntry
        {
            Root = root.Drive.Id,
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
        if (known is not null) await root.Basis.Publisher.RetireAsync(known).ConfigureAwait(false);
        root.TrySet(fresh);
    }

    /// <summary>Content without a torrent was found: new, as before, or changed since its torrent was made.</summary>
    private async Task MeetAsync(ContentLocation content, LibraryOptions options, KeyedTable<ContentLocation, ContentLocation> seen, CancellationToken cancellation)
    {
        ContentLocation key = content;
        if (seen.Set(key) is not null) return;
        LibraryEntry? known = root.Basis.Library.Find(key);
        if (known is { State: TorrentPhase.Settling } || (known is { State: TorrentPhase.Failed } && !root.IsDue(known))) return;
        if (known is { IsOffered: true } or { Problem: MadeTorrents.Empty } && await IsUnchangedAsync(known, content, options, cancellation).ConfigureAwait(false)) return;
        if (known is { IsOffered: true }) root.Settling.Overtake(content);
        if (known is not null) await root.Basis.Publisher.RetireAsync(known).ConfigureAwait(false);
        root.TrySet(new LibraryEntry
        {
            Root = root.Drive.Id,
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
        if (seen.Set(key) is not null || (root.Basis.Library.Find(key) is { State: TorrentPhase.Failed } known && !root.IsDue(known))) return;
        var fresh = new LibraryEntry { Root = root.Drive.Id, Data = null, Found = refused.File, NameBytes = NameOf(refused.File) };
        fresh = fresh with { Failures = root.Basis.Library.Find(key)?.Failures ?? 0 };
        fresh = refused.Error.Errno == 0 ? fresh with { State = TorrentPhase.Failed, Problem = RootState.Sentence(refused.Error) } : root.Failed(fresh, refused.Error);
        if (root.TrySet(fresh)) EdgeSeedLog.NotSeeded(root.Basis.Log, fresh.Name, fresh.Problem!);
    }

    private async Task<bool> IsUnchangedAsync(LibraryEntry known, ContentLocation content, LibraryOptions options, CancellationToken cancellation) => await Task.Run(
        () => ContentWalker.List(content, options.Walk, out ContentListing? listing, root.Entered, cancellation) is null
            ? known.Fingerprint.AsSpan().SequenceEqual(ContentFingerprint.Of(listing!, options.Make))
            : known.Fingerprint.Length == 0,
        cancellation).ConfigureAwait(false);

    /// <summary>The root cannot be read: its torrents wait, and come back with it.</summary>
    private async Task SetWaitingAsync()
    {
        foreach (LibraryEntry entry in root.Basis.Library.ListOf(root.Drive.Id))
        {
            if (entry.State == TorrentPhase.Waiting) continue;
            await root.Basis.Publisher.RetireAsync(entry).ConfigureAwait(false);
            root.TrySet(root.AsAway(entry, "Its folder or drive is away."));
        }
    }

    private async Task RetireAsync(LibraryEntry entry)
    {
        await root.Basis.Publisher.RetireAsync(entry).ConfigureAwait(false);
        root.Basis.Library.Remove(entry);
    }

    private static ByteText NameOf(ContentLocation place)
    {
        ReadOnlyMemory<byte> path = place.Within.Bytes;
        return path.IsEmpty ? new ByteText(place.Name.ToArray()) : new ByteText(path[(path.Length - place.Name.Length)..]);
    }
}
