using System.Net;
using System.Net.Sockets;
using EdgeSeed.Engine.Network;
using EdgeSeed.Linux.Supervision;
using EdgeSeed.Protocol;
using EdgeSeed.Protocol.PortMapping;

namespace EdgeSeed.Engine.PortMapping;

/// <summary>
/// Keeps ports of this machine forwarded by its router: by PCP or NAT-PMP, else by UPnP. They are asked for again at half their time and
/// whenever the router or this machine's address changes, and given back when it is disposed of.
/// </summary>
public sealed class PortMapper : IAsyncDisposable
{
    /// <summary>How often it is looked whether the network is another.</summary>
    private static readonly TimeSpan s_lookInterval = TimeSpan.FromMinutes(1);

    /// <summary>After a failure it is asked again, at first soon, because after a power cut a router is up later than the box; then less and less.</summary>
    private static readonly TimeSpan s_firstRetry = TimeSpan.FromSeconds(10), s_lastRetry = TimeSpan.FromMinutes(30);

    /// <summary>Time to give ports back at the end.</summary>
    private static readonly TimeSpan s_farewell = TimeSpan.FromSeconds(2);

    private readonly Egress _egress;
    private readonly IReadOnlyList<MappedPort> _ports;
    private readonly TimeProvider _time;
    private readonly Action<PortMappingStatus> _changed;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;
    private TaskCompletionSource _isOther = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile PortMappingStatus _status = new(PortMappingState.Asking, "", null, null);

    /// <summary>Begins to ask.</summary>
    /// <param name="egress">By which way the router is asked.</param>
    /// <param name="ports">The ports; few.</param>
    /// <param name="time">The clock.</param>
    /// <param name="changed">Is told of each new status, on any thread.</param>
    /// <param name="supervisor">Runs it, and begins it again after a fault.</param>
    public PortMapper(Egress egress, IReadOnlyList<MappedPort> ports, TimeProvider time, Action<PortMappingStatus> changed, Supervisor supervisor)
    {
        (_egress, _ports, _time, _changed) = (egress, ports, time, changed);
        _running = supervisor.RepeatAsync("port mapping", RunAsync, _stop.Token);
    }

    /// <summary>How it stands.</summary>
    public PortMappingStatus Status => _status;

    /// <summary>The network is another, or is back: the router is asked anew. From any thread.</summary>
    public void AskAnew() =>
        Interlocked.Exchange(ref _isOther, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();

    /// <summary>Gives the ports back, for at most 2 seconds.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(false);
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        while (true)
        {
            if (RouterRoute.Find(_egress) is { } route && await TryKeepAsync(route).ConfigureAwait(false)) continue;
            Say(new PortMappingStatus(PortMappingState.Failed, "", null, "there is no router"));
            await PauseAsync(s_lookInterval).ConfigureAwait(false);
        }
    }

    /// <summary>Asks this router; false when its network was gone before it could be asked at all.</summary>
    private async Task<bool> TryKeepAsync(RouterRoute route)
    {
        try
        {
            await KeepAsync(route).ConfigureAwait(false);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>Asks this router again and again, until the network is another.</summary>
    private async Task KeepAsync(RouterRoute route)
    {
        using var pcp = new PcpClient(_egress, route, PcpMessage.RouterPort, _time);
        using var upnp = new UpnpClient(_egress, route, _time);
        IRouterClient? keeper = null;
        TimeSpan retry = s_firstRetry;
        try
        {
            while (true)
            {
                (PortMappingStatus status, TimeSpan lifetime) = await AskAsync(pcp).ConfigureAwait(false);
                keeper = pcp;
                if (status.State != PortMappingState.Mapped)
                {
                    (PortMappingStatus other, lifetime) = await AskAsync(upnp).ConfigureAwait(false);
                    // What the first that answered said is the more telling.
                    if (other.State == PortMappingState.Mapped || status.Way.Length == 0) (status, keeper) = (other, upnp);
                }
                Say(status);
                bool isMapped = status.State == PortMappingState.Mapped;
                TimeSpan pause = isMapped ? lifetime / 2 : retry;
                retry = isMapped ? s_firstRetry : TimeSpan.FromTicks(Math.Min(2 * retry.Ticks, s_lastRetry.Ticks));
                if (!await WaitAsync(route, pause).ConfigureAwait(false)) return;
            }
        }
        finally
        {
            if (keeper is not null) await GiveBackAsync(keeper).ConfigureAwait(false);
        }
    }

    /// <summary>Asks for all ports in one way; all are forwarded or none.</summary>
    private async Task<(PortMappingStatus Status, TimeSpan Lifetime)> AskAsync(IRouterClient client)
    {
        IPAddress? external = null;
        TimeSpan lifetime = TimeSpan.MaxValue;
        foreach (MappedPort port in _ports)
        {
            MapOutcome? outcome = await client.MapAsync(port, _stop.Token).ConfigureAwait(false);
            if (outcome is { Problem: null })
            {
                (external, lifetime) = (outcome.ExternalAddress ?? external, outcome.Lifetime < lifetime ? outcome.Lifetime : lifetime);
                continue;
            }
            if (external is not null) await GiveBackAsync(client).ConfigureAwait(false);
            string way = outcome is null ? "" : client.Way;
            return (new PortMappingStatus(PortMappingState.Failed, way, null, outcome?.Problem ?? "the router does not answer such requests"), default);
        }
        bool isBehindAnother = external is not null && AddressScopes.Of(new PeerEndPoint(external, 0)) != AddressScope.Global;
        return isBehindAnother
            ? (new PortMappingStatus(PortMappingState.Failed, client.Way, external, $"the router forwards them, but stands behind another: its address {external} is not a public one"), lifetime)
            : (new PortMappingStatus(PortMappingState.Mapped, client.Way, external, null), lifetime);
    }

    /// <summary>Waits; false as soon as the network is another.</summary>
    private async Task<bool> WaitAsync(RouterRoute route, TimeSpan pause)
    {
        long began = _time.GetTimestamp();
        while (pause - _time.GetElapsedTime(began) is { Ticks: > 0 } left)
        {
            bool isOld = await PauseAsync(left < s_lookInterval ? left : s_lookInterval).ConfigureAwait(false);
            if (!isOld || RouterRoute.Find(_egress) != route) return false;
        }
        return true;
    }

    /// <summary>Waits; false as soon as it is said that the network is another.</summary>
    private async Task<bool> PauseAsync(TimeSpan pause)
    {
        Task isOther = _isOther.Task;
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        Task first = await Task.WhenAny(isOther, Task.Delay(pause, _time, enough.Token)).ConfigureAwait(false);
        await enough.CancelAsync().ConfigureAwait(false);
        _stop.Token.ThrowIfCancellationRequested();
        return first != isOther;
    }

    private async Task GiveBackAsync(IRouterClient client)
    {
        using var limit = new CancellationTokenSource(s_farewell, _time);
        try
        {
            foreach (MappedPort port in _ports) await client.UnmapAsync(port, limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The router forgets by itself.
        }
    }

    private void Say(PortMappingStatus status)
    {
        if (status == _status) return;
        _status = status;
        _changed(status);
    }
}

/// <summary>A port that the router is to forward to this machine, under the same number.</summary>
/// <param name="Protocol">Which traffic.</param>
/// <param name="Port">From 1.</param>
public sealed record MappedPort(MappedProtocol Protocol, ushort Port)
{
    /// <summary><c>TCP 6881</c>.</summary>
    public override string ToString() => $"{(Protocol == MappedProtocol.Tcp ? "TCP" : "UDP")} {Port}";
}
