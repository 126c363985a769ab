using System.Collections.Immutable;
using System.Net;
using System.Net.NetworkInformation;
using EdgeSeed.Engine.Network;
using EdgeSeed.Linux.Sockets;
using EdgeSeed.Linux.Supervision;
using EdgeSeed.Logs;
using EdgeSeed.Protocol;
using EdgeSeed.Tracker.Announces;
using Microsoft.Extensions.Logging;

namespace EdgeSeed.Network;

/// <summary>
/// Knows whether the network interface is there by which everything leaves, and tells when it is back. The kernel tells of changes, and it is looked every
/// second; nothing leaks while that is not noticed, since the kernel itself keeps the sockets to the interface. Routes come after addresses: whom a connection
/// was begun to in between was looked for among the neighbours, in vain, so another router counts as another interface.
/// </summary>
internal sealed class DeviceWatch : IDisposable
{
    private const string Part = "interface watch";

    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(1);

    /// <summary>From a first change until what comes with it is there too.</summary>
    private static readonly TimeSpan s_settling = TimeSpan.FromMilliseconds(150);

    /// <summary>
    /// Where it led to a router, it is waited for so long that it does again: what is told to peers of connections that are broken off would else not reach them, and they
    /// would hold on to those.
    /// </summary>
    private static readonly TimeSpan s_routePatience = TimeSpan.FromSeconds(3);

    private readonly Lock _lock = new();
    private readonly Egress _egress;
    private readonly string _device;
    private readonly ListenAddresses _listen;
    private readonly Action<DeviceReturn> _returned;
    private readonly ILogger? _log;
    private readonly ITimer _timer;
    private ImmutableArray<InterfaceAddress> _addresses = [];
    private ImmutableArray<IPAddress> _routers = [];
    private int _index;
    private int _looksWithoutRouter;
    private bool _isSettling, _isToldOf;

    /// <summary>Begins to watch.</summary>
    /// <param name="listen">Whose way out has an interface.</param>
    /// <param name="returned">Called, one call at a time and on any thread, when it is there with an address: at first, again, or as another.</param>
    /// <param name="supervisor">Runs the timer.</param>
    /// <param name="log">Is told when it goes and comes; null for nobody.</param>
    public DeviceWatch(ListenAddresses listen, Action<DeviceReturn> returned, Supervisor supervisor, ILogger? log)
    {
        (_listen, _egress, _device) = (listen, listen.Egress, listen.Egress.Device!);
        (_returned, _log) = (returned, log);
        _timer = supervisor.StartTimer(Part, Look, TimeSpan.Zero, s_interval);
        NetworkChange.NetworkAddressChanged += OnChanged;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        NetworkChange.NetworkAddressChanged -= OnChanged;
        _timer.Dispose();
    }

    private void OnChanged(object? sender, EventArgs change)
    {
        lock (_lock)
        {
            // Whatever comes one upon the other is looked at once.
            if (_isSettling) return;
            _isSettling = _timer.Change(s_settling, s_interval);
        }
    }

    private void Look()
    {
        lock (_lock)
        {
            _isSettling = false;
            int index = NetworkDevice.IndexOf(_device);
            ImmutableArray<InterfaceAddress> addresses = index != 0 && NetworkDevice.IsRunning(_device) ? [.. _listen.DetectWayOut().Where(IsOfUse)] : [];
            if (addresses.IsEmpty)
            {
                Leave();
                return;
            }
            ImmutableArray<IPAddress> routers = _listen.DetectRouters();
            if (routers.IsEmpty && !_routers.IsEmpty && _looksWithoutRouter++ < s_routePatience / s_settling)
            {
                _isSettling = _timer.Change(s_settling, s_interval);
                return;
            }
            _looksWithoutRouter = 0;
            if (!_egress.IsReady || index != _index || !addresses.SequenceEqual(_addresses) || !routers.SequenceEqual(_routers)) Return(index, addresses, routers);
        }
    }

    /// <summary>Every IPv6 card has a link-local address, network or not.</summary>
    private static bool IsOfUse(InterfaceAddress own) => own.Address.IsIPv4 || AddressScopes.Of(own.Address) > AddressScope.Link;

    private void Leave()
    {
        if ((_egress.IsReady || !_isToldOf) && _log is not null) EdgeSeedLog.DeviceAway(_log, _device);
        (_egress.IsReady, _isToldOf, _looksWithoutRouter) = (false, true, 0);
    }

    private void Return(int index, ImmutableArray<InterfaceAddress> addresses, ImmutableArray<IPAddress> routers)
    {
        bool isMoved = !addresses.SequenceEqual(_addresses) || !routers.SequenceEqual(_routers);
        if (!_egress.IsReady && _log is not null) EdgeSeedLog.DeviceThere(_log, _device);
        var news = new DeviceReturn(IsBroken: _index != 0, isMoved);
        (_index, _addresses, _routers, _egress.IsReady, _isToldOf) = (index, addresses, routers, true, true);
        _returned(news);
    }
}

/// <summary>How an interface came back.</summary>
/// <param name="IsBroken">
/// Whether connections made before are not worth to be waited for: whenever it was away, since the kernel's pauses between two attempts for a packet are then longer than to connect anew.
/// </param>
/// <param name="IsMoved">Whether it has another address than before, or leads to another router.</param>
internal readonly record struct DeviceReturn(bool IsBroken, bool IsMoved);
