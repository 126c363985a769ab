using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Status;
using EdgeSeed.Storage;
using EdgeSeed.Storage.Content;
using EdgeSeed.Storage.Drives;

namespace EdgeSeed.Library;

/// <summary>
/// Keeps the library in step with one drive or folder, independently of all others: what is known is seeded at once, what is new is hashed one
/// after the other so that the drive is read in sequence, what is gone is retired, and idle time goes into verifying again. A drive that
/// stalls holds up nobody but itself.
/// </summary>
internal sealed class RootLoop
{
    private readonly RootState _root;
    private readonly RootSearch _search;
    private readonly RootPublishing _publishing;
    private readonly RootOffers _offers;
    private readonly PieceJudge _judge;
    private readonly RootPatrol _patrol;
    private readonly RootRechecks _rechecks;
    private readonly TaskCompletionSource _firstPass = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private Task _running = Task.CompletedTask;
    private TaskCompletionSource _signal = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _isWoken;
    private bool _isStirred;
    private LibraryOptions? _passed;
    private bool _isAsked;
    private long _searchedAt;

    /// <summary>Does nothing before <see cref="Start"/>.</summary>
    /// <param name="drive">The drive or folder.</param>
    /// <param name="number">Tells reading threads apart.</param>
    /// <param name="basis">What all roots share.</param>
    /// <param name="options">The configuration now.</param>
    public RootLoop(Drive drive, int number, LibraryBasis basis, Func<LibraryOptions> options)
    {
        _root = new RootState(drive, number, basis, options);
        _offers = new RootOffers(_root);
        _search = new RootSearch(_root);
        _publishing = new RootPublishing(_root, new PieceSamples(_root), _offers);
        _judge = new PieceJudge(_root);
        _patrol = new RootPatrol(_root, _judge);
        _rechecks = new RootRechecks(_root, _judge);
    }

    /// <summary>The drive or folder.</summary>
    public Drive Drive => _root.Drive;

    // It has no timer or wait handle that would have to be disposed of, and a read that hangs may outlast everything.
    private CancellationTokenSource Stopping { get; } = new();

    /// <summary>Tells reading threads apart.</summary>
    public int Number => _root.Number;

    /// <summary>How reading from it goes.</summary>
    public DriveReads Reads => _root.Reads;

    /// <summary>Completes when everything that was there at the start has been dealt with, or it went away.</summary>
    public Task FirstPass => _firstPass.Task;

    /// <summary>Whether it was searched at least once, or went away.</summary>
    public bool IsSearched { get; private set; }

    /// <summary>Whether it has gone or was let go; a new loop takes over when it comes back.</summary>
    public bool IsOver
    {
        get { lock (_root.Gate) return _root.IsOverUnlocked; }
    }

    /// <summary>What is wrong with it as a whole, a plain phrase; null when nothing is.</summary>
    public string? Problem => _root.Problem;

    /// <summary>Begins; after a bug it is begun again, since what was found so far is kept.</summary>
    public void Start() => _running = _root.Basis.Supervisor.RepeatAsync($"library root {_root.Drive.Name}", RunAsync, Stopping.Token);

    /// <summary>Has it search at once.</summary>
    public void Wake()
    {
        lock (_root.Gate)
        {
            _isWoken = true;
            _signal.TrySetResult();
        }
    }

    /// <summary>
    /// Ends it, retire first: its torrents are taken from tracker and peers and its files closed at once; what is read or hashed just then may end
    /// later. When this completes, nothing new is read.
    /// </summary>
    /// <param name="state">What it is from then on.</param>
    /// <param name="reason">Why its torrents wait; null when the program ends.</param>
    /// <returns>Completes with the last read of its torrents, which on a drive that hangs may be much later.</returns>
    public async Task<Task> LeaveAsync(DriveState state, string? reason)
    {
        lock (_root.Gate)
        {
            if (_root.IsOverUnlocked) return _running;
            _root.IsOverUnlocked = true;
        }
        _root.SetState(state);
        _root.Basis.Watch.Remove(_root.Drive.Path);
        await Stopping.CancelAsync().ConfigureAwait(false);
        if (reason is null) return _running;
        var ends = new List<Task> { _running };
        await _offers.RetireAllAsync(reason, ends).ConfigureAwait(false);
        _root.Basis.Note(_root.Memory.Save());
        return Task.WhenAll(ends);
    }

    /// <summary>Says what it is once it has left: safe to remove, or away.</summary>
    public void SetState(DriveState state) => _root.SetState(state);

    /// <summary>Has a torrent of this root verified anew; it is seeded meanwhile, and what turns out to be wrong is withheld at once.</summary>
    /// <returns>False when too many wait already.</returns>
    public bool Recheck(ContentLocation key)
    {
        if (!_rechecks.TryAdd(key)) return false;
        Wake();
        return true;
    }

    /// <summary>A piece of this root's data cannot be read: it is withheld, and the entry says so.</summary>
    public void PieceFailed(ContentLocation key, PieceIndex piece, StorageError error) => _judge.Fail(key, piece, error);

    /// <summary>Something was created, written, renamed or removed here.</summary>
    /// <param name="path">What; null when nobody knows.</param>
    public void Stir(LocalPath? path)
    {
        if (path is not null && (_root.Settling.Stir(path) || (path.Parent.Equals(_root.Drive.Path) && JunkFilter.IsJunk(path.Name)))) return;
        lock (_root.Gate)
        {
            _isStirred = true;
            _signal.TrySetResult();
        }
    }

    /// <summary>Forgets what was verified of torrents that are not here any more.</summary>
    public void Prune()
    {
        if (!IsSearched || IsOver || Problem is not null) return;
        _root.Memory.Prune(infoHash => _root.Basis.Library.Find(infoHash) is not null);
        _root.Basis.Note(_root.Memory.Save());
        _root.Memory.Rest();
    }

    /// <summary>For the snapshot.</summary>
    public DriveStatus Status()
    {
        (DriveState state, long since) = _root.Now;
        StorageError? error = _root.Reads.LastError;
        bool isAway = state is DriveState.Absent or DriveState.SafeToRemove;
        if (!isAway && state != DriveState.Ejecting && _root.Reads.IsResting) state = DriveState.Failing;
        return new DriveStatus
        {
            Id = _root.Drive.Id,
            Name = _root.Drive.Name,
            Path = isAway ? "" : _root.Drive.Path.ToString(),
            IsRemovable = _root.Drive.IsRemovable,
            FileSystem = _root.Drive.FileSystem,
            State = state,
            SinceSeconds = (long)_root.Basis.Time.GetElapsedTime(since).TotalSeconds,
            Torrents = _root.Basis.Library.CountOf(_root.Drive.Id),
            Done = Volatile.Read(ref _root.Done),
            Total = Volatile.Read(ref _root.Total),
            Number = Number,
            IsAsleep = !isAway && BlockDevice.IsAsleep(_root.Drive.Device),
            SecondsLeft = state == DriveState.Hashing ? _root.Meter.SecondsLeft() : null,
            ReadErrors = _root.Reads.Errors,
            Errno = error?.Errno ?? 0,
            Problem = Problem ?? error?.ToString(),
        };
    }

    private async Task RunAsync()
    {
        CancellationToken cancellation = Stopping.Token;
        try
        {
            while (true)
            {
                LibraryOptions options = _root.Options;
                _root.Reads.ErrorBudget = options.Drives.ErrorBudget;
                if (!_root.Reads.IsResting && IsDue(options))
                {
                    _root.Use.BeginSearch();
                    _searchedAt = _root.Basis.Time.GetTimestamp();
                    if (await _search.SearchAsync(options, cancellation).ConfigureAwait(false))
                    {
                        IsSearched = true;
                        await PassAsync(options, cancellation).ConfigureAwait(false);
                    }
                    _root.Use.Pass();
                    _passed = options;
                }
                else if (!_root.Reads.IsResting && HasSettling())
                {
                    await PassAsync(options, cancellation).ConfigureAwait(false);
                }
                await _rechecks.RunAsync(cancellation).ConfigureAwait(false);
                if (_root.IsStarting && UntilRetry(options.Rescan) is var soon && soon <= SettlingTable.QuietAtStart)
                {
                    await Task.Delay(soon, _root.Basis.Time, cancellation).ConfigureAwait(false);
                    continue;
                }
                _root.IsStarting = false;
                IsSearched = true;
                _firstPass.TrySetResult();
                await RestAsync(options, cancellation).ConfigureAwait(false);
            }
        }
        finally
        {
            IsSearched = true;
            _firstPass.TrySetResult();
            _root.Basis.Note(_root.Memory.Save());
        }
    }

    /// <summary>Whether there is anything to search for: else a disk that sleeps would be woken to find what is known.</summary>
    private bool IsDue(LibraryOptions options)
    {
        bool isAsked = _isAsked || !ReferenceEquals(options, _passed) || !_search.HasFound || _root.Reads.IsGone;
        _isAsked = false;
        if (isAsked || (_root.Basis.Time.GetElapsedTime(_searchedAt) >= options.Rescan && _root.Use.MayHaveChanged)) return true;
        foreach (LibraryEntry entry in _root.Basis.Library.ListOf(_root.Drive.Id))
        {
            if (entry.State == TorrentPhase.Failed && _root.IsDue(entry)) return true;
        }
        return false;
    }

    private async Task PassAsync(LibraryOptions options, CancellationToken cancellation)
    {
        await _publishing.OfferKnownAsync(options, cancellation).ConfigureAwait(false);
        await _publishing.HashNewAsync(options, cancellation).ConfigureAwait(false);
        _root.Basis.Note(_root.Memory.Save());
        _root.Memory.Rest();
        HeapSweep.Run();
        _root.SetState(DriveState.Ready);
    }

    /// <summary>How long to rest before something that failed is tried again.</summary>
    private TimeSpan UntilRetry(TimeSpan most)
    {
        if (_root.Reads.IsResting) return most;
        long now = _root.Basis.Time.GetTimestamp();
        foreach (LibraryEntry entry in _root.Basis.Library.ListOf(_root.Drive.Id))
        {
            if (entry is { State: TorrentPhase.Failed or TorrentPhase.Settling, RetryAt: not 0 } && _root.Basis.Time.GetElapsedTime(now, entry.RetryAt) is var wait && wait < most) most = wait;
        }
        return most < RootPatrol.MinPace ? RootPatrol.MinPace : most;
    }

    /// <summary>The next search is due, or somebody asked for it; verifies again meanwhile.</summary>
    private async Task RestAsync(LibraryOptions options, CancellationToken cancellation)
    {
        long began = _root.Basis.Time.GetTimestamp();
        TimeSpan rest = UntilRetry(options.Rescan);
        while (true)
        {
            TimeSpan rested = _root.Basis.Time.GetElapsedTime(began), left = rest - rested;
            Task signal;
            lock (_root.Gate)
            {
                // What somebody writes must not have the whole root searched all the time.
                if (_isStirred && RootState.PauseAfter(_search.Took) - rested is var pause && pause < left) left = pause;
                if (_isWoken || left <= TimeSpan.Zero)
                {
                    _isAsked = _isWoken || (_isStirred && rested >= RootState.PauseAfter(_search.Took));
                    if (_isAsked) (_isWoken, _isStirred) = (false, false);
                    return;
                }
                if (_signal.Task.IsCompleted) _signal = new(TaskCreationOptions.RunContinuationsAsynchronously);
                signal = _signal.Task;
            }
            TimeSpan patrol = await _patrol.RunAsync(options, cancellation).ConfigureAwait(false);
            await Task.WhenAny(signal, Task.Delay(patrol < left ? patrol : left, _root.Basis.Time, cancellation)).ConfigureAwait(false);
            cancellation.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Whether something is due to be looked at again.</summary>
    private bool HasSettling()
    {
        foreach (LibraryEntry entry in _root.Basis.Library.ListOf(_root.Drive.Id))
        {
            if (entry.State == TorrentPhase.Settling && _root.IsDue(entry)) return true;
        }
        return false;
    }
}
