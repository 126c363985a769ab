using EdgeSeed.Engine.Budget;
using EdgeSeed.Engine.Network;
using EdgeSeed.Engine.Sessions;
using EdgeSeed.Engine.Web;
using EdgeSeed.Linux.Supervision;
using EdgeSeed.Protocol.Torrents;

namespace EdgeSeed.Engine.WebSeeds;

/// <summary>The web seeds of one torrent that is being downloaded, each fetched from by itself, next to the peers.</summary>
public sealed class WebSeedList : IAsyncDisposable
{
    /// <summary>Web seeds of one torrent that are fetched from at a time, 4; the others wait until one fails.</summary>
    public const int MaxAtOnce = 4;

    private readonly CancellationTokenSource _stop = new();
    private readonly WebSourceTurns _turns;
    private readonly List<Task> _runs = [];

    /// <summary>Begins to fetch from them; those of another kind than HTTP and HTTPS are left out.</summary>
    /// <param name="session">Has the torrent, with a download.</param>
    /// <param name="torrent">Names the web seeds.</param>
    /// <param name="budget">Charged with what is sent.</param>
    /// <param name="time">The clock.</param>
    /// <param name="supervisor">Runs the fetching, and begins it again after a fault.</param>
    /// <param name="isAskedFor">Whether a user asked for this torrent by hand, see <see cref="WebSeedAddress.MayBeLocal"/>.</param>
    /// <param name="egress">By which way; null for any.</param>
    public WebSeedList(
        SeedSession session, Metainfo torrent, UploadBudget budget, TimeProvider time, Supervisor supervisor, bool isAskedFor = false, Egress? egress = null)
    {
        ArgumentNullException.ThrowIfNull(torrent);
        egress ??= Egress.Anywhere;
        var dial = new HttpDial(egress, egress.LookUpAsync, budget, time);
        var sources = new List<WebSource>();
        foreach (string seed in torrent.WebSeeds)
        {
            if (WebSeedAddress.TryFor(seed, torrent, 0, out _)) sources.Add(new WebSource(seed));
        }
        Count = sources.Count;
        _turns = new WebSourceTurns(sources, time);
        for (int i = 0; i < Math.Min(MaxAtOnce, sources.Count); i++)
        {
            var client = new WebSeedClient(session, torrent, _turns, dial, time) { IsAskedFor = isAskedFor };
            _runs.Add(supervisor.RepeatAsync("web seeds", () => client.RunAsync(_stop.Token), _stop.Token));
        }
    }

    /// <summary>How many there are.</summary>
    public int Count { get; }

    /// <summary>What is wrong with one of them; null when nothing is.</summary>
    public string? Problem => _turns.Problem;

    /// <summary>Stops fetching.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        foreach (Task run in _runs) await run.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }
}
