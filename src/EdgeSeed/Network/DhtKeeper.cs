using System.Net;
using EdgeSeed.Engine.Dht;
using EdgeSeed.Engine.Network;
using EdgeSeed.Engine.Sessions;
using EdgeSeed.Linux.Supervision;
using EdgeSeed.Protocol;

namespace EdgeSeed.Network;

/// <summary>
/// Has a session take part in the DHT: begins with the nodes of the last run, asks the hosts of <c>seeder.dht_bootstrap</c> for some while none is known, less
/// and less often, and remembers the nodes seldom, to spare SD cards.
/// </summary>
internal sealed class DhtKeeper : IAsyncDisposable
{
    private const string Part = "dht nodes";

    /// <summary>How often it is looked whether nodes are known; and the pauses between attempts to be told of some.</summary>
    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(5), s_firstPause = TimeSpan.FromSeconds(15), s_longestPause = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan s_keepInterval = TimeSpan.FromHours(6);

    private readonly SeedSession _session;
    private readonly Func<IReadOnlyList<string>> _hosts;
    private readonly Egress _egress;
    private readonly bool _isLocal;
    private readonly DhtNodesFile? _file;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;
    private IReadOnlyList<PeerEndPoint> _remembered = [];

    /// <summary>Begins.</summary>
    /// <param name="session">Takes part.</param>
    /// <param name="isReadOnly">Whether nobody is answered (BEP 43).</param>
    /// <param name="hosts">Whom to ask for nodes, as <c>host:port</c>.</param>
    /// <param name="listen">Where it listens, and by which way names are looked up: on this machine alone, nobody else is asked.</param>
    /// <param name="file">Where nodes are remembered; null for nowhere.</param>
    /// <param name="time">The clock.</param>
    /// <param name="supervisor">Runs it.</param>
    public DhtKeeper(
        SeedSession session, bool isReadOnly, Func<IReadOnlyList<string>> hosts, ListenAddresses listen, DhtNodesFile? file, TimeProvider time, Supervisor supervisor)
    {
        (_session, _hosts, _file, _time) = (session, hosts, file, time);
        (_egress, _isLocal) = (listen.Egress, listen.IsLocalOnly);
        _running = supervisor.RepeatAsync(Part, () => RunAsync(isReadOnly), _stop.Token);
    }

    /// <summary>Remembers the nodes, and ends.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(false);
        _stop.Dispose();
    }

    private async Task RunAsync(bool isReadOnly)
    {
        try
        {
            _remembered = _file?.Load() ?? [];
            await _session.JoinDhtAsync(new DhtSettings(isReadOnly, _remembered)).ConfigureAwait(false);
            await KeepAsync().ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            await RememberAsync().ConfigureAwait(false);
        }
        catch (ObjectDisposedException)
        {
            // The session is over.
        }
    }

    private async Task KeepAsync()
    {
        TimeSpan pause = s_firstPause;
        long keptAt = _time.GetTimestamp();
        while (true)
        {
            DhtStatus? status = await _session.ReadDhtAsync().ConfigureAwait(false);
            if (status is { GoodNodes: 0 } && _egress.IsReady && await AskAsync().ConfigureAwait(false))
            {
                await Task.Delay(pause, _time, _stop.Token).ConfigureAwait(false);
                pause = TimeSpan.FromTicks(Math.Min(2 * pause.Ticks, s_longestPause.Ticks));
                continue;
            }
            if (status is { GoodNodes: > 0 }) pause = s_firstPause;
            if (_time.GetElapsedTime(keptAt) >= s_keepInterval)
            {
                keptAt = _time.GetTimestamp();
                await RememberAsync().ConfigureAwait(false);
            }
            await Task.Delay(s_look, _time, _stop.Token).ConfigureAwait(false);
        }
    }

    /// <summary>Asks the hosts for nodes, and those of the last run once more: this machine may have started before its network.</summary>
    /// <returns>False when there are none to ask.</returns>
    private async Task<bool> AskAsync()
    {
        IReadOnlyList<string> hosts = [.. _hosts().Where(host => !_isLocal || IsOnThisMachine(host))];
        if (hosts.Count == 0) return false;
        IReadOnlyList<PeerEndPoint> nodes = await DhtBootstrap.FindAsync(_egress, hosts, _stop.Token).ConfigureAwait(false);
        await _session.MeetNodesAsync([.. nodes, .. _remembered]).ConfigureAwait(false);
        return true;
    }

    private static bool IsOnThisMachine(string text) =>
        DhtBootstrap.TryParse(text, out string host, out _) && IPAddress.TryParse(host, out IPAddress? address) && IPAddress.IsLoopback(address);

    private async Task RememberAsync()
    {
        if (_file is not null) _file.Save(await _session.ReadNodesAsync().ConfigureAwait(false));
    }
}
