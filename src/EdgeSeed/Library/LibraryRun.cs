using EdgeSeed.Linux.Supervision;

namespace EdgeSeed.Library;

/// <summary>Runs the library's loop until it is disposed of; a bug in it ends the program, which begins again with what is kept.</summary>
internal sealed class LibraryRun : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;

    /// <summary>Starts it.</summary>
    public LibraryRun(LibraryLoop loop, Supervisor supervisor) => _running = supervisor.RunAsync("library", () => loop.RunAsync(_stop.Token), _stop.Token);

    /// <summary>Ends it; hashing stops within a buffer's time.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(false);
        _stop.Dispose();
    }
}
