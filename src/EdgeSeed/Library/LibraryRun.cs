using EdgeSeed.Logs;
using Microsoft.Extensions.Logging;

namespace EdgeSeed.Library;

/// <summary>Runs the library's loop until it is disposed of; a bug in it ends the loop, not what is seeded.</summary>
internal sealed class LibraryRun : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;

    /// <summary>Starts it.</summary>
    public LibraryRun(LibraryLoop loop, ILogger log) => _running = Task.Run(() => RunAsync(loop, log));

    /// <summary>Ends it; hashing stops within a buffer's time.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(false);
        _stop.Dispose();
    }

    private async Task RunAsync(LibraryLoop loop, ILogger log)
    {
        try
        {
            await loop.RunAsync(_stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
        }
        catch (Exception bug)
        {
            EdgeSeedLog.LibraryStopped(log, "all drives", bug);
        }
    }
}
