using System.Runtime.InteropServices;
using EdgeSeed.Linux.Supervision;

namespace EdgeSeed.Terminal;

/// <summary>
/// Ctrl-C and SIGTERM as a cancellation, and the end of whoever reads standard output through a pipe (<c>| head</c>). The first asks the
/// command to stop; a second one, from somebody who will not wait, ends the process at once.
/// </summary>
internal sealed class StopSignals : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _lock = new();
    private readonly PosixSignalRegistration[] _registrations;
    private bool _isDisposed;

    /// <summary>Takes the signals over from the runtime.</summary>
    public StopSignals()
    {
        _registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, Take),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, Take),
            PosixSignalRegistration.Create(PosixSignal.SIGQUIT, Take),
        ];
        if (StandardStream.IsOutputPipe) Supervisor.Alone(TimeProvider.System).StartThread("reader of standard output", StopWithReader);
    }

    /// <summary>Cancelled at the first signal.</summary>
    public CancellationToken Token => _stop.Token;

    /// <summary>Gives the signals back.</summary>
    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in _registrations) registration.Dispose();
        lock (_lock)
        {
            _isDisposed = true;
            _stop.Dispose();
        }
    }

    private void Take(PosixSignalContext context)
    {
        if (_stop.IsCancellationRequested) return;
        context.Cancel = true;
        _stop.Cancel();
    }

    /// <summary>A command that says something seldom would else outlive its reader until it says something.</summary>
    private void StopWithReader()
    {
        if (!StandardStream.WaitForReaderGone()) return;
        lock (_lock)
        {
            if (!_isDisposed) _stop.Cancel();
        }
    }
}
