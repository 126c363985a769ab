using System.Globalization;
using EdgeSeed.Linux.Supervision;
using EdgeSeed.Status;

namespace EdgeSeed.Lifetime;

/// <summary>
/// Shows systemd that the service is alive (<c>WatchdogSec=</c>, sd_watchdog_enabled(3)): twice in each period the status is taken, which
/// passes through the session's loop, and the ports are asked; only when both answer is the watchdog fed. A loop or a port that hangs or has died is so
/// found out, and systemd starts the service again.
/// </summary>
internal sealed class Watchdog : IDisposable
{
    private readonly ITimer _timer;
    private readonly StatusBoard _status;
    private readonly Func<Task<bool>> _areAnswered;
    private readonly Action<StatusSnapshot> _feed;
    private readonly Action<Exception> _failed;
    private int _isAsking;

    /// <summary>Feeds at once, then twice in each period.</summary>
    /// <param name="period">What the manager waits for at most.</param>
    /// <param name="status">Is asked for the status.</param>
    /// <param name="areAnswered">Asks the ports.</param>
    /// <param name="feed">Tells the manager.</param>
    /// <param name="failed">Is told why the status did not come; it is asked for again.</param>
    /// <param name="supervisor">Runs the timer.</param>
    public Watchdog(TimeSpan period, StatusBoard status, Func<Task<bool>> areAnswered, Action<StatusSnapshot> feed, Action<Exception> failed, Supervisor supervisor)
    {
        (_status, _areAnswered, _feed, _failed) = (status, areAnswered, feed, failed);
        _timer = supervisor.StartTimer("watchdog", () => _ = AskAsync(), TimeSpan.Zero, period / 2);
    }

    /// <summary>The manager's period for this process; null when it does not watch it.</summary>
    /// <param name="variable">Reads the environment: <c>WATCHDOG_USEC</c>, and <c>WATCHDOG_PID</c> where it is set.</param>
    /// <param name="processId">This process.</param>
    public static TimeSpan? PeriodOf(Func<string, string?> variable, int processId)
    {
        if (variable("WATCHDOG_PID") is { Length: > 0 } pid && pid != processId.ToString(CultureInfo.InvariantCulture)) return null;
        return long.TryParse(variable("WATCHDOG_USEC"), NumberStyles.None, CultureInfo.InvariantCulture, out long microseconds)
            && microseconds is > 0 and < int.MaxValue * 1000L
                ? TimeSpan.FromMicroseconds(microseconds)
                : null;
    }

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    private async Task AskAsync()
    {
        if (Interlocked.Exchange(ref _isAsking, 1) != 0) return;
        try
        {
            StatusSnapshot status = await _status.ReadAsync().ConfigureAwait(false);
            if (await _areAnswered().ConfigureAwait(false)) _feed(status);
        }
        catch (Exception exception)
        {
            _failed(exception);
        }
        finally
        {
            Volatile.Write(ref _isAsking, 0);
        }
    }
}
