using EdgeSeed.Config;
using EdgeSeed.Config.Reload;
using EdgeSeed.Hardware.Buttons;
using EdgeSeed.Linux.Supervision;
using EdgeSeed.Logs;
using EdgeSeed.Status;
using Microsoft.Extensions.Logging;

namespace EdgeSeed.Faces;

/// <summary>
/// Shows the service on LEDs and display and listens to the button, on a thread of its own: a bus that hangs holds up nothing else.
/// It starts before all other parts and ends after them, so that starting and stopping are seen too. Without hardware in the
/// configuration there is no thread.
/// </summary>
internal sealed class FaceThread : IDisposable
{
    /// <summary>Enough for drawing and formatting; the default is for deeper programs.</summary>
    private const int StackBytes = 128 * 1024;

    private static readonly TimeSpan s_snapshotInterval = TimeSpan.FromSeconds(1);

    private readonly TimeProvider _time;
    private readonly FaultLog _faults;
    private readonly Supervisor _supervisor;
    private readonly AutoResetEvent _wake = new(initialState: false);
    private readonly ManualResetEvent _stop = new(initialState: false);
    private readonly Lock _gate = new();
    private SeedConfig _config;
    private Thread? _thread;
    private volatile StatusBoard? _board;
    private volatile bool _isStopping;

    /// <summary>Starts the thread if the configuration names anything to show it on.</summary>
    /// <param name="config">The configuration.</param>
    /// <param name="time">The clock.</param>
    /// <param name="log">Told of hardware that is missing, once.</param>
    /// <param name="supervisor">Runs the thread, and begins it again after a bug; null where nobody but the log is to know.</param>
    public FaceThread(SeedConfig config, TimeProvider time, ILogger log, Supervisor? supervisor = null)
    {
        (_config, _time, _faults) = (config, time, new FaultLog(log));
        _supervisor = supervisor ?? new Supervisor(time, fault => EdgeSeedLog.PartRestarted(log, fault.Part, fault.RestartIn!.Value.TotalSeconds, fault.Exception));
        StartIfWanted();
    }

    /// <summary>Where snapshots come from, as soon as there are any.</summary>
    public StatusBoard? Board
    {
        get => _board;
        set => _board = value;
    }

    /// <summary>Asks for a drive, by its id, to be let go: what a held button does with each that is there. It must not wait.</summary>
    public Action<string>? Eject { get; set; }

    /// <summary>The configuration in effect; setting it opens all hardware anew.</summary>
    public SeedConfig Config
    {
        get => Volatile.Read(ref _config);
        set
        {
            Volatile.Write(ref _config, value);
            StartIfWanted();
            _wake.Set();
        }
    }

    /// <summary>All of the hardware follows edits.</summary>
    public void Follow(RunningConfig running) => running.Follow(config => Config = config, HardwareConfig.Table);

    /// <summary>Makes LEDs and display dark, and ends the thread.</summary>
    public void Dispose()
    {
        lock (_gate) _isStopping = true;
        _stop.Set();
        _wake.Set();
        _thread?.Join();
        _wake.Dispose();
        _stop.Dispose();
    }

    private void StartIfWanted()
    {
        lock (_gate)
        {
            if (_isStopping || _thread is not null || !FaceParts.AreWanted(_config)) return;
            _thread = _supervisor.StartThread("faces", Run, StackBytes, _stop);
        }
    }

    private void Run()
    {
        while (!_isStopping) ShowBy(Config);
    }

    /// <summary>Goes on until the configuration changes or the service ends.</summary>
    private void ShowBy(SeedConfig config)
    {
        using var parts = new FaceParts(config, _time, _supervisor, _faults);
        _faults.Start();
        StatusSnapshot? status = null;
        Task<StatusSnapshot>? reading = null;
        long shownAt = 0;
        while (!_isStopping && ReferenceEquals(config, Config))
        {
            bool isNews = Listen(parts, status);
            if (shownAt == 0 || _time.GetElapsedTime(shownAt) >= s_snapshotInterval)
            {
                shownAt = _time.GetTimestamp();
                reading ??= Board?.ReadAsync();
                isNews |= status is null;
                parts.Retry();
            }
            if (reading is { IsCompleted: true })
            {
                Task<StatusSnapshot> read = reading;
                reading = null;
                status = read.GetAwaiter().GetResult();
                isNews = true;
            }
            if (isNews) Show(parts, status);
            _wake.WaitOne(Pause(parts, shownAt, isWaiting: reading is not null));
        }
    }

    private TimeSpan Pause(FaceParts parts, long shownAt, bool isWaiting)
    {
        if (isWaiting || parts.Button is { IsThere: true }) return ButtonGesture.LookInterval;
        TimeSpan left = s_snapshotInterval - _time.GetElapsedTime(shownAt);
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    /// <summary>Does what the button asks for.</summary>
    /// <returns>Whether there is something new to show.</returns>
    private bool Listen(FaceParts parts, StatusSnapshot? status)
    {
        if (parts.Button is not { } button) return false;
        ButtonPress press = button.Look();
        bool wasHeld = parts.Display is { Held: > 0 };
        if (parts.Display is { } display) display.Held = button.Held;
        if (press == ButtonPress.Short) parts.Display?.Press(parts.IsNight);
        if (press == ButtonPress.Held) LetGo(status);
        return press != ButtonPress.None || wasHeld || parts.Display is { Held: > 0 };
    }

    private void LetGo(StatusSnapshot? status)
    {
        if (status is null || Eject is not { } eject) return;
        foreach (DriveStatus drive in status.Drives)
            if (drive is { IsRemovable: true, State: not (DriveState.Absent or DriveState.Ejecting or DriveState.SafeToRemove) }) eject(drive.Id);
    }

    private static void Show(FaceParts parts, StatusSnapshot? status)
    {
        bool isNight = parts.IsNight;
        parts.Leds?.Show(status, isNight);
        parts.Display?.Show(status, isNight);
    }
}
