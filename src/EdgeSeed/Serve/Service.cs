using EdgeSeed.Lifetime;
using EdgeSeed.Linux.Supervision;
using EdgeSeed.Snapshot;
using EdgeSeed.Status;

namespace EdgeSeed.Serve;

/// <summary>A service that runs, whatever its parts are: what it does, when it must end, and how it is closed.</summary>
internal sealed class Service : IAsyncDisposable
{
    private static readonly TimeSpan s_lastLook = TimeSpan.FromSeconds(1);

    private readonly PartStack _parts;
    private readonly StatusTaker _taker;
    private readonly SystemdNotify _systemd;
    private readonly Supervisor _supervisor;

    /// <summary>Takes the parts over.</summary>
    /// <param name="basis">Has them.</param>
    /// <param name="taker">Takes the status.</param>
    /// <param name="status">Gives it out.</param>
    /// <param name="firstPass">See <see cref="FirstPass"/>.</param>
    public Service(ServiceBasis basis, StatusTaker taker, StatusBoard status, Task firstPass) =>
        (_parts, _taker, Status, _systemd, _supervisor, FirstPass) = (basis.Parts, taker, status, basis.Systemd, basis.Supervisor, firstPass);

    /// <summary>What the service is doing.</summary>
    public StatusBoard Status { get; }

    /// <summary>The page's address, as other machines reach it.</summary>
    public string PageUrl => _taker.PageUrl;

    /// <summary>The announce URL, as other machines reach it.</summary>
    public string AnnounceUrl => _taker.Urls.Shown;

    /// <summary>Completes with the fault of a part without which the service must end.</summary>
    public Task<PartFault> Fatal => _supervisor.Fatal;

    /// <summary>Completes when everything that was in the folders at the start is seeded, or has failed.</summary>
    public Task FirstPass { get; }

    /// <summary>Stops: hashing ends within a buffer's time, requests within a second, then peers are let go and counts are saved.</summary>
    public async ValueTask DisposeAsync()
    {
        _systemd.Stopping();
        // What is shown while it stops is the last status; a session that is dead gives none.
        await ((Task)Status.ReadAsync()).WaitAsync(s_lastLook).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _taker.IsStopping = true;
        await _parts.DisposeAsync().ConfigureAwait(false);
    }
}
