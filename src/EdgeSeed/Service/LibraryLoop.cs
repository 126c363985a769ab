using EdgeSeed.Status;
using EdgeSeed.Storage;
using Microsoft.Extensions.Logging;

namespace EdgeSeed.Service;

/// <summary>
/// Keeps the library in step with the folders: what is new gets its torrent (made, or found and checked) and is seeded, one after
/// the other so that a drive is read in sequence; what is gone is retired. The sole writer of <see cref="Library"/>.
/// </summary>
internal sealed partial class LibraryLoop
{
    private readonly Library _library;
    private readonly StateDirectory _state;
    private readonly Publisher _publisher;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly TaskCompletionSource _firstPass = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile LibraryOptions _options;

    /// <summary>Does nothing before <see cref="RunAsync"/>.</summary>
    /// <param name="options">What to publish.</param>
    /// <param name="library">Written by this loop.</param>
    /// <param name="state">Torrents made and what was verified.</param>
    /// <param name="publisher">Offers torrents to peers and tracker.</param>
    /// <param name="time">Paces the searches.</param>
    /// <param name="log">What failed.</param>
    public LibraryLoop(LibraryOptions options, Library library, StateDirectory state, Publisher publisher, TimeProvider time, ILogger log) =>
        (_options, _library, _state, _publisher, _time, _log) = (options, library, state, publisher, time, log);

    /// <summary>Completes when everything that was there at the start has been dealt with.</summary>
    public Task FirstPass => _firstPass.Task;

    /// <summary>Takes effect at the next search.</summary>
    public LibraryOptions Options
    {
        set => _options = value;
    }

    /// <summary>Searches, hashes and publishes until it is cancelled; hashing ends within a buffer's time.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async Task RunAsync(CancellationToken cancellation)
    {
        while (true)
        {
            LibraryOptions options = _options;
            await SearchAsync(options, cancellation).ConfigureAwait(false);
            List<LibraryEntry> queue = [.. _library.List().Where(entry => entry.State == TorrentState.Queued)];
            for (int i = 0; i < queue.Count; i++) await PublishAsync(queue[i], options, queue.Count - i - 1, cancellation).ConfigureAwait(false);
            _firstPass.TrySetResult();
            await Task.Delay(options.Rescan, _time, cancellation).ConfigureAwait(false);
        }
    }

    private async Task SearchAsync(LibraryOptions options, CancellationToken cancellation)
    {
        var seen = new HashSet<LocalPath>();
        var problems = new List<string>();
        foreach (LocalPath folder in options.Folders)
        {
            LibraryScan? scan = null;
            StorageError? error = await Task.Run(() => LibraryScanner.Scan(folder, options.Scan, out scan, cancellation), cancellation).ConfigureAwait(false);
            if (error is not null || scan is null)
            {
                problems.Add(error?.ToString() ?? folder.ToString());
                await SetWaitingAsync(folder, seen).ConfigureAwait(false);
                continue;
            }
            foreach (LibraryTorrent torrent in scan.Torrents) await MeetAsync(folder, torrent, seen).ConfigureAwait(false);
            foreach (ContentLocation content in scan.ToPublish) await MeetAsync(folder, content, options, seen, cancellation).ConfigureAwait(false);
            foreach (SkippedEntry skipped in scan.Skipped) EdgeSeedLog.Skipped(_log, skipped.Path, skipped.Reason);
        }
        foreach (LibraryEntry gone in _library.List().Where(entry => !seen.Contains(entry.Key)))
        {
            await _publisher.RetireAsync(gone).ConfigureAwait(false);
            _library.Remove(gone);
        }
        _library.Problems = problems;
        _library.IsSearched = true;
    }

    /// <summary>A <c>.torrent</c> was found: new, as before, or changed.</summary>
    private async Task MeetAsync(LocalPath folder, LibraryTorrent torrent, HashSet<LocalPath> seen)
    {
        LocalPath key = torrent.File.Path;
        if (!seen.Add(key)) return;
        var fresh = new LibraryEntry
        {
            Key = key,
            Folder = folder,
            Found = torrent.File,
            Data = torrent.Data,
            InfoHash = torrent.InfoHash,
            Name = torrent.Name.ToString(),
            SizeBytes = torrent.TotalLength,
        };
        LibraryEntry? known = _library.Find(key);
        bool isAsBefore = known is not null && known.InfoHash == torrent.InfoHash && known.Data == torrent.Data
            && (torrent.LengthsMatch || known.State is not TorrentState.Seeding) && known.State != TorrentState.Waiting;
        if (isAsBefore || (known is { State: TorrentState.Waiting } && torrent.Data is null)) return;
        if (known is not null)
        {
            await _publisher.RetireAsync(known).ConfigureAwait(false);
            _library.Remove(known);
        }
        _library.Set(fresh);
    }

    /// <summary>Content without a torrent was found: new, as before, or changed since its torrent was made.</summary>
    private async Task MeetAsync(LocalPath folder, ContentLocation content, LibraryOptions options, HashSet<LocalPath> seen, CancellationToken cancellation)
    {
        LocalPath key = content.Path;
        if (!seen.Add(key)) return;
        LibraryEntry? known = _library.Find(key);
        if (known is { State: not TorrentState.Waiting } && await IsUnchangedAsync(known, content, options, cancellation).ConfigureAwait(false)) return;
        if (known is not null)
        {
            await _publisher.RetireAsync(known).ConfigureAwait(false);
            _library.Remove(known);
        }
        _library.Set(new LibraryEntry { Key = key, Folder = folder, Data = content, Name = Protocol.Torrents.ByteText.Printable(content.Name) });
    }

    private static Task<bool> IsUnchangedAsync(LibraryEntry known, ContentLocation content, LibraryOptions options, CancellationToken cancellation) => Task.Run(
        () => ContentWalker.List(content, WalkOptions.Default, out ContentListing? listing, cancellation) is null
            ? known.Fingerprint.Span.SequenceEqual(ContentFingerprint.Of(listing!, options.Make))
            : known.Fingerprint.IsEmpty,
        cancellation);

    /// <summary>The folder cannot be read, as when a drive was pulled: its torrents wait, and come back with it.</summary>
    private async Task SetWaitingAsync(LocalPath folder, HashSet<LocalPath> seen)
    {
        foreach (LibraryEntry entry in _library.List().Where(entry => entry.Folder.Equals(folder)))
        {
            seen.Add(entry.Key);
            if (entry.State == TorrentState.Waiting) continue;
            await _publisher.RetireAsync(entry).ConfigureAwait(false);
            _library.Set(entry with { State = TorrentState.Waiting, Problem = "Its folder or drive is away." });
        }
    }
}
