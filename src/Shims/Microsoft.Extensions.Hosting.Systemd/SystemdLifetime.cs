using System.Runtime.InteropServices;

namespace Microsoft.Extensions.Hosting.Systemd;

/// <summary>Ends the host on SIGTERM, and tells systemd when the host has started and when it begins to stop.</summary>
/// <param name="lifetime">The host's lifetime events.</param>
/// <param name="notifier">Where to send them.</param>
public sealed class SystemdLifetime(IHostApplicationLifetime lifetime, ISystemdNotifier notifier) : IHostLifetime, IDisposable
{
    private readonly List<IDisposable> _registrations = [];

    /// <inheritdoc/>
    public Task WaitForStartAsync(CancellationToken cancellationToken)
    {
        _registrations.Add(lifetime.ApplicationStarted.Register(() => notifier.Notify(ServiceState.Ready)));
        _registrations.Add(lifetime.ApplicationStopping.Register(() => notifier.Notify(ServiceState.Stopping)));
        _registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnTerminate));
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (IDisposable registration in _registrations) registration.Dispose();
        _registrations.Clear();
    }

    // The runtime would end the process at once; the host stops in order instead.
    private void OnTerminate(PosixSignalContext signal)
    {
        signal.Cancel = true;
        lifetime.StopApplication();
    }
}
