using System.Globalization;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Hosting.Systemd;

namespace EdgeSeed.Config.Reload;

/// <summary>
/// Makes SIGHUP read the configuration again, and tells systemd so (<c>Type=notify-reload</c>: RELOADING=1 with the monotonic time, then
/// READY=1 when it is done; sd_notify(3)). Dispose it to give the signal back.
/// </summary>
internal static class HangupSignal
{
    /// <summary>Listens from now on.</summary>
    /// <param name="reload">Reads the configuration and returns when that is done, usually <see cref="ConfigWatcher.Reload"/>.</param>
    /// <param name="notifier">The service manager; null when nobody asks.</param>
    /// <param name="time">The clock; the system's counts from the same origin as CLOCK_MONOTONIC, which systemd compares with.</param>
    public static IDisposable Listen(Action reload, ISystemdNotifier? notifier, TimeProvider time) =>
        PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal =>
        {
            signal.Cancel = true;
            long microseconds = (long)((Int128)time.GetTimestamp() * 1_000_000 / time.TimestampFrequency);
            Notify(notifier, string.Create(CultureInfo.InvariantCulture, $"RELOADING=1\nMONOTONIC_USEC={microseconds}"));
            reload();
            Notify(notifier, ServiceState.Ready.ToString());
        });

    // A manager that is gone is no reason to stop seeding.
    private static void Notify(ISystemdNotifier? notifier, string state)
    {
        try
        {
            notifier?.Notify(new ServiceState(state));
        }
        catch (SocketException)
        {
        }
    }
}
