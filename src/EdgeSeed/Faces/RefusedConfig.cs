using EdgeSeed.Config.Binding;
using EdgeSeed.Config.Reload;
using EdgeSeed.Linux.Supervision;
using EdgeSeed.Status;
using EdgeSeed.Terminal;
using Microsoft.Extensions.Logging.Abstractions;

namespace EdgeSeed.Faces;

/// <summary>
/// Says on LEDs and display that the configuration was refused at the start, before the program ends with its errors and the service
/// manager starts it again: who has no screen learns it from nothing else.
/// </summary>
internal static class RefusedConfig
{
    /// <summary>How long it is shown; then the service manager's next start shows it again. Well below its time limit for a start (90 s).</summary>
    public static readonly TimeSpan ShowTime = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Shows it until the file is edited, <see cref="ShowTime"/> is over or it is cancelled. Returns at once when nothing can be told of the
    /// file's <c>[hardware]</c>, or it names none.
    /// </summary>
    /// <param name="file">Full path of the file.</param>
    /// <param name="refused">What came of reading it.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellation">Ends it early.</param>
    public static async Task ShowAsync(string file, ConfigResult refused, TimeProvider time, CancellationToken cancellation)
    {
        if (refused.Problems.Count == 0 || !FaceParts.AreWanted(refused.Readable)) return;
        StatusSnapshot status = Status(refused, time);
        var edited = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var watch = new ConfigFileWatch(file, Supervisor.Alone(time), () => edited.TrySetResult());
        using var faces = new FaceThread(refused.Readable, time, NullLogger.Instance) { Board = new StatusBoard(() => Task.FromResult(status), time) };
        await Task.WhenAny(edited.Task, Task.Delay(ShowTime, time, cancellation)).ConfigureAwait(false);
    }

    /// <summary>A box that does nothing, and why.</summary>
    public static StatusSnapshot Status(ConfigResult refused, TimeProvider time) => new()
    {
        Format = StatusSnapshot.CurrentFormat,
        Name = refused.Readable.Service.Name,
        Version = Product.Version,
        Time = time.GetUtcNow(),
        UptimeSeconds = 0,
        Phase = ServicePhase.Starting,
        PageUrl = "",
        AnnounceUrl = "",
        Port = refused.Readable.Service.Port,
        PeerPort = 0,
        Upload = new UploadStatus(0, 0, 0),
        Budget = new BudgetStatus(),
        Rates = new RateStatus((int)RateHistory.Interval.TotalSeconds, []),
        Tracker = new TrackerFigures(),
        Memory = new MemoryStatus(0, refused.Readable.Service.MemoryLimit.Bytes, IsShort: false),
        Network = new NetworkStatus([], IsLocalOnly: true),
        Torrents = [],
        Problems = [],
        Alarms = [new Alarm(AlarmCode.Config, refused.Problems[0].ToString())],
    };
}
