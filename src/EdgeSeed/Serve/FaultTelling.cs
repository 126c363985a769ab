using EdgeSeed.Linux.Supervision;
using EdgeSeed.Logs;
using Microsoft.Extensions.Logging;

namespace EdgeSeed.Serve;

/// <summary>Has the log say which part of the service failed, with its stack, and what comes of it.</summary>
internal static class FaultTelling
{
    /// <summary>What runs the threads, loops and timers of a service.</summary>
    public static Supervisor Supervise(TimeProvider time, ILogger log) => new(time, fault =>
    {
        if (fault.RestartIn is { } pause) EdgeSeedLog.PartRestarted(log, fault.Part, pause.TotalSeconds, fault.Exception);
        else EdgeSeedLog.PartEnded(log, fault.Part, fault.Exception);
    });

    /// <summary>Tells that the watchdog was not fed, since the status did not come.</summary>
    public static Action<Exception> NoStatus(ILogger log) => exception => EdgeSeedLog.NoStatus(log, exception);
}
