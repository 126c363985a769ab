namespace EdgeSeed.Storage.Content;

/// <summary>
/// How reading from one drive goes: its error budget. After too many failed reads in a minute the drive is left alone for a while, so that a dying
/// stick is not worn down, and waits for nobody. Thread-safe.
/// </summary>
/// <param name="device">Number of its block device, 0 where there is none.</param>
/// <param name="time">The clock.</param>
public sealed class DriveReads(ulong device, TimeProvider time)
{
    /// <summary>How long a drive that exceeded its budget is left alone the first time; it doubles up to <see cref="MaxRest"/>.</summary>
    public static readonly TimeSpan FirstRest = TimeSpan.FromSeconds(30);

    /// <summary>Longest rest, 10 minutes.</summary>
    public static readonly TimeSpan MaxRest = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan s_window = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private long _windowBegan;
    private int _inWindow;
    private long _restBegan;
    private TimeSpan _rest;
    private StorageError? _last;
    private long _total;

    /// <summary>Failed reads a minute after which the drive rests; default 8.</summary>
    public int ErrorBudget { get; set; } = 8;

    /// <summary>Failed reads since it was plugged in.</summary>
    public long Errors
    {
        get { lock (_lock) return _total; }
    }

    /// <summary>The last failed read; null when there was none, or a minute went by without another.</summary>
    public StorageError? LastError
    {
        get { lock (_lock) return _last is not null && (IsRestingNow || time.GetElapsedTime(_windowBegan) < s_window) ? _last : null; }
    }

    /// <summary>Whether it is left alone at present.</summary>
    public bool IsResting
    {
        get { lock (_lock) return IsRestingNow; }
    }

    /// <summary>Whether its device is gone, though it may still be mounted.</summary>
    public bool IsGone => BlockDevice.IsGone(device);

    /// <summary>Counts a failed read.</summary>
    public void Failed(StorageError error)
    {
        lock (_lock)
        {
            _last = error;
            _total++;
            if (_inWindow == 0 || time.GetElapsedTime(_windowBegan) >= s_window)
            {
                // A quiet minute after a rest: what was is forgiven.
                if (time.GetElapsedTime(_restBegan) >= _rest + s_window) _rest = TimeSpan.Zero;
                (_windowBegan, _inWindow) = (time.GetTimestamp(), 0);
            }
            if (++_inWindow < ErrorBudget || IsRestingNow) return;
            _rest = _rest == TimeSpan.Zero ? FirstRest : TimeSpan.FromTicks(Math.Min(_rest.Ticks * 2, MaxRest.Ticks));
            (_restBegan, _inWindow) = (time.GetTimestamp(), 0);
        }
    }

    /// <summary>Why nothing is read at present; null when reading may go on.</summary>
    public StorageError? Refusal()
    {
        lock (_lock) return IsRestingNow ? _last! with { Detail = $"{_last.Detail}; after {_total} failed reads its drive rests" } : null;
    }

    private bool IsRestingNow => _last is not null && _rest > TimeSpan.Zero && time.GetElapsedTime(_restBegan) < _rest;
}
