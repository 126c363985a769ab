using EdgeSeed.Status;
using EdgeSeed.Storage;

namespace EdgeSeed.Library;

/// <content>Search, seed, hash, rest: over and over until the drive has gone.</content>
internal sealed partial class RootLoop
{
    private LibraryOptions? _passed;
    private bool _isAsked;

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
                    await PassAsync(options, cancellation).ConfigureAwait(false);
                    _use.Pass();
                    _passed = options;
                }
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
        if (isAsked || _use.MayHaveChanged) return true;
        foreach (LibraryEntry entry in _tools.Library.ListOf(Drive.Id))
        {
            if (entry.State == TorrentState.Failed && IsDue(entry)) return true;
        }
        return false;
    }

    private async Task PassAsync(LibraryOptions options, CancellationToken cancellation)
    {
        if (!await SearchAsync(options, cancellation).ConfigureAwait(false)) return;
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
            if (entry is { State: TorrentState.Failed, RetryAt: not 0 } && _tools.Time.GetElapsedTime(now, entry.RetryAt) is var wait && wait < most) most = wait;
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
            TimeSpan left = rest - _tools.Time.GetElapsedTime(began);
            Task woken;
            lock (_lock)
            {
                if (left <= TimeSpan.Zero || _woken.Task.IsCompleted)
                {
                    _isAsked = _woken.Task.IsCompleted;
                    _woken = new(TaskCreationOptions.RunContinuationsAsynchronously);
                    return;
                }
                woken = _woken.Task;
            }
            TimeSpan patrol = await PatrolAsync(options, cancellation).ConfigureAwait(false);
            await Task.WhenAny(woken, Task.Delay(patrol < left ? patrol : left, _tools.Time, cancellation)).ConfigureAwait(false);
            cancellation.ThrowIfCancellationRequested();
        }
    }
}
