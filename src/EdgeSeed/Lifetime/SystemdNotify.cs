using System.Net.Sockets;
using EdgeSeed.Linux.Supervision;
using EdgeSeed.Status;
using Microsoft.Extensions.Hosting.Systemd;

namespace EdgeSeed.Lifetime;

/// <summary>
/// Tells systemd how the service is (sd_notify(3)), where it was started by it. The notifier is made here rather than taken from the
/// host's services: those look at the parent process, which a hardened unit (<c>ProtectProc=invisible</c>) hides.
/// </summary>
internal sealed class SystemdNotify
{
    private readonly SystemdNotifier _notifier = new();

    /// <summary>Whether this process was started by one.</summary>
    public static bool IsListening => new SystemdNotifier().IsEnabled;

    /// <summary>For others that tell it something; null where nobody listens.</summary>
    public ISystemdNotifier? Notifier => _notifier.IsEnabled ? _notifier : null;

    /// <summary>Everything is open.</summary>
    public void Ready() => Notify(ServiceState.Ready);

    /// <summary>Stopping has begun.</summary>
    public void Stopping() => Notify(ServiceState.Stopping);

    /// <summary>Feeds the manager's watchdog, and shows the status in words in <c>systemctl status</c>, until disposed.</summary>
    /// <param name="status">Is asked for the status.</param>
    /// <param name="ports">Are asked too.</param>
    /// <param name="inWords">One line of it.</param>
    /// <param name="failed">Is told why the status did not come.</param>
    /// <param name="supervisor">Runs the timer.</param>
    /// <returns>Null where nobody watches.</returns>
    public Watchdog? Watch(StatusBoard status, PortProbe ports, Func<StatusSnapshot, string> inWords, Action<Exception> failed, Supervisor supervisor) =>
        _notifier.IsEnabled && Watchdog.PeriodOf(Environment.GetEnvironmentVariable, Environment.ProcessId) is { } period
            ? new Watchdog(period, status, ports.IsAnsweredAsync, snapshot => Notify(new ServiceState($"WATCHDOG=1\nSTATUS={inWords(snapshot)}")), failed, supervisor)
            : null;

    // A manager that is gone is no reason to stop seeding.
    private void Notify(ServiceState state)
    {
        try
        {
            _notifier.Notify(state);
        }
        catch (SocketException)
        {
        }
    }
}
