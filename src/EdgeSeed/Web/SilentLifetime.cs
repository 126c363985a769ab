using Microsoft.Extensions.Hosting;

namespace EdgeSeed.Web;

/// <summary>
/// Leaves signals alone: the service stops its parts in its own order, of which the web server is one.
/// </summary>
internal sealed class SilentLifetime : IHostLifetime
{
    /// <inheritdoc/>
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
