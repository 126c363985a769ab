using Microsoft.Extensions.Hosting;

namespace EdgeSeed.Web;

/// <summary>
/// Leaves signals and systemd alone: the service stops its parts in its own order, of which the web server is one, and tells
/// systemd when all of them are up.
/// </summary>
internal sealed class SilentLifetime : IHostLifetime
{
    /// <inheritdoc/>
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
