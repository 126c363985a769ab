using EdgeSeed.Config.Binding;
using EdgeSeed.Config.Values;
using EdgeSeed.Linux.Supervision;

namespace EdgeSeed.Config.Reload;

/// <summary>
/// Keeps the running configuration in step with the file: an edit is read once it has settled, bound with the command line laid over it,
/// compared, and what can change at once is handed to the callback. An edit with a mistake changes nothing and stays visible in
/// <see cref="Latest"/> until the file is good again. The file itself is never written.
/// </summary>
internal sealed class ConfigWatcher : IDisposable
{
    /// <summary>How long the file must be left alone before it is read; editors write in several steps.</summary>
    public static readonly TimeSpan SettleTime = TimeSpan.FromMilliseconds(250);

    /// <summary>Longest wait from the first event, if the folder never comes to rest.</summary>
    public static readonly TimeSpan MaxSettleTime = TimeSpan.FromSeconds(2);

    private const string Part = "configuration";

    private static readonly TimeSpan s_retryInterval = TimeSpan.FromSeconds(15);

    private readonly Lock _events = new();
    private readonly Lock _reading = new();
    private readonly string _file;
    private readonly IReadOnlyList<ConfigOverride> _overrides;
    private readonly TimeProvider _time;
    private readonly Supervisor _supervisor;
    private readonly Action<ConfigReload> _reloaded;
    private readonly ITimer _timer;
    private readonly ConfigFileWatch _watch;
    private long? _firstEvent;
    private bool _disposed;
    private bool _mayBeEmpty;
    private SeedConfig _edited;
    private volatile ConfigReload _latest;

    /// <summary>Starts watching.</summary>
    /// <param name="file">Full path of <c>seed.toml</c>.</param>
    /// <param name="running">The configuration the service started with.</param>
    /// <param name="overrides">Values from the command line, which win over every edit.</param>
    /// <param name="time">The clock.</param>
    /// <param name="supervisor">Runs the looks at the file, and tries again after one that failed.</param>
    /// <param name="reloaded">
    /// Called on a pool thread after every edit that changed a value, was refused or mended a refused one; one at a time. It
    /// applies what changed by handing it on; it must not wait and must not throw.
    /// </param>
    /// <param name="wasEmpty">Whether the file was empty at the start, and may stay so until something was written into it.</param>
    public ConfigWatcher(
        string file, SeedConfig running, IReadOnlyList<ConfigOverride> overrides, TimeProvider time, Supervisor supervisor, Action<ConfigReload> reloaded, bool wasEmpty = false)
    {
        _mayBeEmpty = wasEmpty;
        (_file, _edited, _overrides, _time, _supervisor, _reloaded) = (file, running, overrides, time, supervisor, reloaded);
        _latest = new ConfigReload(running, ConfigDiff.None, [], [], null);
        _timer = supervisor.MakeAlarm(Part, Settled);
        lock (_reading) _watch = new ConfigFileWatch(file, supervisor, Touched);
        Touched(); // an edit made between the first reading and now
    }

    /// <summary>What came of the latest edit; before any, the configuration of the start.</summary>
    public ConfigReload Latest => _latest;

    /// <summary>
    /// Reads the file now, whether or not it looks changed, and returns when what came of it is in <see cref="Latest"/>: what
    /// SIGHUP asks for.
    /// </summary>
    public void Reload() => Attempt(force: true);

    /// <summary>Notes that the file may have changed; it is read once it has been left alone for <see cref="SettleTime"/>.</summary>
    public void Touched()
    {
        lock (_events)
        {
            if (_disposed) return;
            long now = _time.GetTimestamp();
            _firstEvent ??= now;
            TimeSpan left = MaxSettleTime - _time.GetElapsedTime(_firstEvent.Value, now);
            TimeSpan wait = left < SettleTime ? left : SettleTime;
            _timer.Change(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Stops watching. A callback already under way may still end.</summary>
    public void Dispose()
    {
        lock (_events) _disposed = true;
        _watch.Dispose();
        _timer.Dispose();
    }

    private void Settled()
    {
        lock (_events)
        {
            if (_disposed) return;
            _firstEvent = null;
        }
        Attempt(force: false);
    }

    /// <summary>Reads the file; where that fails by a bug, or for want of memory, the running configuration stays and it is read again.</summary>
    private void Attempt(bool force)
    {
        if (_supervisor.Try(Part, () => Read(force), s_retryInterval)) return;
        lock (_events)
        {
            if (!_disposed) _timer.Change(s_retryInterval, Timeout.InfiniteTimeSpan);
        }
    }

    private void Read(bool force)
    {
        lock (_reading)
        {
            _watch.Rearm();
            ConfigResult result = ConfigLoader.Load(_file, _overrides, _mayBeEmpty);
            if (!ConfigLoader.SaysNothing(result.Text)) _mayBeEmpty = false;
            ConfigReload next = Next(result);
            if (!force && next.Changed.IsEmpty && next.Problems.SequenceEqual(_latest.Problems)) return;
            _latest = next;
            _reloaded(next);
        }
    }

    private ConfigReload Next(ConfigResult result)
    {
        DateTimeOffset now = _time.GetUtcNow();
        if (result.Config is not { } edited) return _latest with { Changed = ConfigDiff.None, Problems = result.Problems, At = now };
        ConfigDiff changed = ConfigDiff.Between(_edited, edited);
        _edited = edited;
        SeedConfig running = ConfigDiff.ApplyLive(_latest.Running, edited);
        return new ConfigReload(running, changed, ConfigDiff.Between(running, edited).Restart, [], now);
    }
}

/// <summary>What came of an edit, or of the latest one: immutable, for the snapshot and for whoever applies it.</summary>
/// <param name="Running">The configuration in effect: the edit's live keys, and the others as they were at the start.</param>
/// <param name="Changed">What this edit changed against the one before; empty when it was refused.</param>
/// <param name="PendingRestart">Full names of the keys that are edited but wait for a restart.</param>
/// <param name="Problems">Why the edit was refused; empty when it was taken.</param>
/// <param name="At">When it was read; null when the file was not read since the start.</param>
internal sealed record ConfigReload(
    SeedConfig Running, ConfigDiff Changed, IReadOnlyList<string> PendingRestart, IReadOnlyList<ConfigProblem> Problems, DateTimeOffset? At);
