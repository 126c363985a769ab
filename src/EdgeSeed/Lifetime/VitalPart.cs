using EdgeSeed.Logs;
using EdgeSeed.Terminal;
using Microsoft.Extensions.Logging;

namespace EdgeSeed.Lifetime;

/// <summary>
/// A part without which the service is of no use: when it ends by a bug, or for want of memory, the process ends too, and whoever started it starts it
/// again. A port that nobody listens on any more, beside a page that says all is well, is worse than a restart.
/// </summary>
internal static class VitalPart
{
    /// <summary>Has the process end when a part fails.</summary>
    /// <param name="end">Fails when the part does; completes when it was stopped.</param>
    /// <param name="name">In words.</param>
    /// <param name="log">Is told.</param>
    public static void Guard(Task end, string name, ILogger log) => _ = GuardAsync(end, name, log);

    private static async Task GuardAsync(Task end, string name, ILogger log)
    {
        try
        {
            await end.ConfigureAwait(false);
        }
        catch (Exception bug)
        {
            EdgeSeedLog.VitalPartEnded(log, name, bug);
            Environment.Exit(ExitCode.Failed);
        }
    }
}
