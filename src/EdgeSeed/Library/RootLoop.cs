using EdgeSeed.Status;
using EdgeSeed.Storage;
using EdgeSeed.Storage.Content;
using EdgeSeed.Storage.Drives;
using EdgeSeed.Storage.State;

namespace EdgeSeed.Library;

/// <summary>
/// Keeps the library in step with one drive or folder, independently of all others: what is known is seeded at once, what is new is hashed one
/// after the other so that the drive is read in sequence, what is gone is retired, and idle time goes into verifying again. A drive that
/// stalls holds up nobody but itself.
/// </summary>
internal sealed partial class RootLoop
{
    private readonly LibraryTools _tools;
    private readonly Func<LibraryOptions> _options;
    private readonly DriveMemory _memory;
    private readonly RootHashMeter _meter;
    private readonly DriveUse _use;
    private readonly TaskCompletionSource _firstPass = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _lock = new();
    private Task _running = Task.CompletedTask;
    private TaskCompletionSource _signal = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _isWoken;
    private bool _isStirred;
    private DriveState _state = DriveState.Scanning;
    private long _stateSince;
    private string? _problem;
    private bool _isOver;
    private int _done;
    private int _total;

    /// <summary>Does nothing before <see cref="Start"/>.</summary>
    /// <param name="drive">The drive or folder.</param>
    /// <param name="number">Tells reading threads apart.</param>
    /// <param name="tools">What all roots share.</param>
    /// <param name="options">The configuration now.</param>
    public RootLoop(Drive drive, int number, LibraryTools tools, Func<LibraryOptions> options)
    {
        (Drive, Number, _tools, _options) = (drive, number, tools, options);
        Reads = new DriveReads(drive.Device, tools.Time);
        _meter = new RootHashMeter(tools.Time);
        _use = new DriveUse(drive, tools.Time);
        _settling = new SettlingTable(tools.Time, tools.Watch.IsWritten);
        _stateSince = tools.Time.GetTimestamp();
        _memory = DriveMemory.Open(tools.State, drive.Id, out StorageError? error);
        tools.Note(error);
    }

    /// <summary>The drive or folder.</summary>
    public Drive Drive { get; }

    // Neither has a timer or a wait handle that would have to be disposed of, and a read that hangs may outlast everything.
    private CancellationTokenSource Stopping { get; } = new();

    private SemaphoreSlim Offering { get; } = new(1);

    /// <summary>Tells reading threads apart.</summary>
    public int Number { get; }

    /// <summary>How reading from it goes.</summary>
    public DriveReads Reads { get; }

    /// <summary>Completes when everything that was there at the start has been dealt with, or it went away.</summary>
    public Task FirstPass => _firstPass.Task;

    /// <summary>Whether it was searched at least once, or went away.</summary>
    public bool IsSearched { get; private set; }

    /// <summary>Whether it has gone or was let go; a new loop takes over when it comes back.</summary>
    public bool IsOver
    {
        get { lock (_lock) return _isOver; }
    }

    /// <summary>What is wrong with it as a whole, a plain phrase; null when nothing is.</summary>
    public string? Problem => Volatile.Read(ref _problem);

    /// <summary>Begins; after a bug it is begun again, since what was found so far is kept.</summary>
    public void Start() => _running = _tools.Supervisor.RepeatAsync($"library root {Drive.Name}", RunAsync, Stopping.Token);

    /// <summary>Has it search at once.</summary>
    public void Wake()
    {
        lock (_lock)
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
        lock (_lock)
        {
            if (_isOver) return _running;
            _isOver = true;
        }
        SetState(state);
        _tools.Watch.Remove(Drive.Path);
        await Stopping.CancelAsync().ConfigureAwait(false);
        if (reason is null) return _running;
        var ends = new List<Task> { _running };
        await Offering.WaitAsync().ConfigureAwait(false);
        try
        {
            foreach (LibraryEntry entry in _tools.Library.ListOf(Drive.Id))
            {
                ends.Add(_tools.Publisher.RetireAsync(entry));
                _tools.Library.Set(entry with { State = TorrentState.Waiting, Problem = reason });
            }
        }
        finally
        {
            Offering.Release();
        }
        _tools.Note(_memory.Save());
        return Task.WhenAll(ends);
    }

    /// <summary>Says what it is once it has left: safe to remove, or away.</summary>
    public void SetState(DriveState state)
    {
        lock (_lock)
        {
            if (_state == state) return;
            (_state, _stateSince) = (state, _tools.Time.GetTimestamp());
        }
    }

    /// <summary>Forgets what was verified of torrents that are not here any more.</summary>
    public void Prune()
    {
        if (!IsSearched || IsOver || Problem is not null) return;
        _memory.Prune(infoHash => _tools.Library.Find(infoHash) is not null);
        _tools.Note(_memory.Save());
        _memory.Rest();
    }

    /// <summary>For the snapshot.</summary>
    public DriveStatus Status()
    {
        DriveState state;
        long since;
        lock (_lock) (state, since) = (_state, _stateSince);
        StorageError? error = Reads.LastError;
        bool isAway = state is DriveState.Absent or DriveState.SafeToRemove;
        if (!isAway && state != DriveState.Ejecting && Reads.IsResting) state = DriveState.Failing;
        return new DriveStatus
        {
            Id = Drive.Id,
            Name = Drive.Name,
            Path = isAway ? "" : Drive.Path.ToString(),
            IsRemovable = Drive.IsRemovable,
            FileSystem = Drive.FileSystem,
            State = state,
            SinceSeconds = (long)_tools.Time.GetElapsedTime(since).TotalSeconds,
            Torrents = _tools.Library.CountOf(Drive.Id),
            Done = Volatile.Read(ref _done),
            Total = Volatile.Read(ref _total),
            Number = Number,
            IsAsleep = !isAway && BlockDevice.IsAsleep(Drive.Device),
            SecondsLeft = state == DriveState.Hashing ? _meter.SecondsLeft() : null,
            ReadErrors = Reads.Errors,
            Errno = error?.Errno ?? 0,
            Problem = Problem ?? error?.ToString(),
        };
    }
}
