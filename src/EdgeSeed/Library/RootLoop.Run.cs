using EdgeSeed.Status;
using EdgeSeed.Storage;

namespace EdgeSeed.Library;

/// <content>Search, seed, hash, rest: over and over until the drive has gone.</content>
internal sealed partial class RootLoop
{
    private LibraryOptions? _passed;
    private bool _isAsked;
    private long _searchedAt;
    private TimeSpan _searchTime;

    private async Task RunAsync()
    {
        CancellationToken cancellation = Stopping.Token;
        try
        {
            while (true)
            {
                LibraryOptions options = _options();
                Reads.ErrorBudget = options.Drives.ErrorBudget;
                if (!Reads.IsResting && IsDue(options))
                {
                    _use.BeginSearch();
                    _searchedAt = _tools.Time.GetTimestamp();
                    if (await SearchAsync(options, cancellation).ConfigureAwait(false)) await PassAsync(options, cancellation).ConfigureAwait(false);
                    _use.Pass();
                    _passed = options;
                }
                else if (!Reads.IsResting && HasSettling())
                {
                    await PassAsync(options, cancellation).ConfigureAwait(false);
                }
                await RecheckAsync(cancellation).ConfigureAwait(false);
                if (_isStarting && UntilRetry(options.Rescan) is var soon && soon <= SettlingTable.QuietAtStart)
                {
                    await Task.Delay(soon, _tools.Time, cancellation).ConfigureAwait(false);
                    continue;
                }
                _isStarting = false;
                IsSearched = true;
                _firstPass.TrySetResult();
                await RestAsync(options, cancellation).ConfigureAwait(false);
            }
        }
        finally
        {
            IsSearched = true;
            _firstPass.TrySetResult();
            _tools.Note(_memory.Save());
        }
    }

    /// <summary>Whether there is anything to search for: else a disk that sleeps would be woken to find what is known.</summary>
    private bool IsDue(LibraryOptions options)
    {
        bool isAsked = _isAsked || !ReferenceEquals(options, _passed) || _found is null || Reads.IsGone;
        _isAsked = false;
        if (isAsked || (_tools.Time.GetElapsedTime(_searchedAt) >= options.Rescan && _use.MayHaveChanged)) return true;
        foreach (LibraryEntry entry in _tools.Library.ListOf(Drive.Id))
        {
            if (entry.State == TorrentState.Failed && IsDue(entry)) return true;
        }
        return false;
    }

    private async Task PassAsync(LibraryOptions options, CancellationToken cancellation)
    {
        await OfferKnownAsync(options, cancellation).ConfigureAwait(false);
        await HashNewAsync(options, cancellation).ConfigureAwait(false);
        _tools.Note(_memory.Save());
        _memory.Rest();
        HeapSweep.Run();
        SetState(DriveState.Ready);
    }

    /// <summary>Puts an entry into the library, unless this loop is over and another may own its key.</summary>
    private bool TrySet(LibraryEntry entry)
    {
        lock (_lock)
        {
            if (_isOver) return false;
            _tools.Library.Set(entry);
            return true;
        }
    }

    private async Task RetireAsync(LibraryEntry entry)
    {
        await _tools.Publisher.RetireAsync(entry).ConfigureAwait(false);
        _tools.Library.Remove(entry);
    }

    /// <summary>How long to rest before something that failed is tried again.</summary>
    private TimeSpan UntilRetry(TimeSpan most)
    {
        if (Reads.IsResting) return most;
        long now = _tools.Time.GetTimestamp();
        foreach (LibraryEntry entry in _tools.Library.ListOf(Drive.Id))
        {
            if (entry is { State: TorrentState.Failed or TorrentState.Settling, RetryAt: not 0 } && _tools.Time.GetElapsedTime(now, entry.RetryAt) is var wait && wait < most) most = wait;
        }
        return most < s_minPace ? s_minPace : most;
    }

    /// <summary>The next search is due, or somebody asked for it; verifies again meanwhile.</summary>
    private async Task RestAsync(LibraryOptions options, CancellationToken cancellation)
    {
        long began = _tools.Time.GetTimestamp();
        TimeSpan rest = UntilRetry(options.Rescan);
        while (true)
        {
            TimeSpan rested = _tools.Time.GetElapsedTime(began), left = rest - rested;
            Task signal;
            lock (_lock)
            {
                // What somebody writes must not have the whole root searched all the time.
                if (_isStirred && PauseAfter(_searchTime) - rested is var pause && pause < left) left = pause;
                if (_isWoken || left <= TimeSpan.Zero)
                {
                    _isAsked = _isWoken || (_isStirred && rested >= PauseAfter(_searchTime));
                    if (_isAsked) (_isWoken, _isStirred) = (false, false);
                    return;
                }
                if (_signal.Task.IsCompleted) _signal = new(TaskCreationOptions.RunContinuationsAsynchronously);
                signal = _signal.Task;
            }
            TimeSpan patrol = await PatrolAsync(options, cancellation).ConfigureAwait(false);
            await Task.WhenAny(signal, Task.Delay(patrol < left ? patrol : left, _tools.Time, cancellation)).ConfigureAwait(false);
            cancellation.ThrowIfCancellationRequested();
        }
    }
}
