using EdgeSeed.Engine.Budget;
using EdgeSeed.Engine.Sessions;
using EdgeSeed.Engine.Web;
using EdgeSeed.Protocol.Torrents;

namespace EdgeSeed.Engine.WebSeeds;

/// <summary>The web seeds of one torrent that is being downloaded, each fetched from by itself, next to the peers.</summary>
public sealed class WebSeedList : IAsyncDisposable
{
    /// <summary>Web seeds of one torrent that are used, 4; further ones are not.</summary>
    public const int MaxUsed = 4;

    private readonly CancellationTokenSource _stop = new();
    private readonly List<WebSeedClient> _clients = [];
    private readonly List<Task> _runs = [];

    /// <summary>Begins to fetch from them; those of another kind than HTTP and HTTPS are left out.</summary>
    /// <param name="session">Has the torrent, with a download.</param>
    /// <param name="torrent">Names the web seeds.</param>
    /// <param name="budget">Charged with what is sent.</param>
    /// <param name="time">The clock.</param>
    public WebSeedList(SeedSession session, Metainfo torrent, UploadBudget budget, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(torrent);
        var dial = new HttpDial(HostNames.LookUpAsync, budget, time);
        foreach (string seed in torrent.WebSeeds)
        {
            if (_clients.Count == MaxUsed) break;
            if (!WebSeedAddress.TryFor(seed, torrent, 0, out _)) continue;
            var client = new WebSeedClient(session, torrent, seed, dial, time);
            _clients.Add(client);
            _runs.Add(Task.Run(() => client.RunAsync(_stop.Token)));
        }
    }

    /// <summary>How many are used.</summary>
    public int Count => _clients.Count;

    /// <summary>What is wrong with one of them; null when nothing is.</summary>
    public string? Problem
    {
        get
        {
            foreach (WebSeedClient client in _clients)
            {
                if (client.Problem is { } problem) return problem;
            }
            return null;
        }
    }

    /// <summary>Stops fetching.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        foreach (Task run in _runs) await run.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }
}
