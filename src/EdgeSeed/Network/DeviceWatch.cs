using System.Collections.Immutable;
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
/// second; nothing leaks while that is not noticed, since the kernel itself keeps the sockets to the interface.
/// </summary>
internal sealed class DeviceWatch : IDisposable
{
    private const string Part = "interface watch";

    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly Egress _egress;
    private readonly string _device;
    private readonly Func<ImmutableArray<InterfaceAddress>> _detect;
    private readonly Action<DeviceReturn> _returned;
    private readonly Supervisor _supervisor;
    private readonly ILogger? _log;
    private readonly ITimer _timer;
    private ImmutableArray<InterfaceAddress> _addresses = [];
    private int _index;
    private bool _isToldOf;

    /// <summary>Begins to watch.</summary>
    /// <param name="listen">Whose way out has an interface.</param>
    /// <param name="returned">Called, one call at a time and on any thread, when it is there with an address: at first, again, or as another.</param>
    /// <param name="supervisor">Runs the timer.</param>
    /// <param name="log">Is told when it goes and comes; null for nobody.</param>
    public DeviceWatch(ListenAddresses listen, Action<DeviceReturn> returned, Supervisor supervisor, ILogger? log)
    {
        (_egress, _device, _detect) = (listen.Egress, listen.Egress.Device!, listen.DetectWayOut);
        (_returned, _supervisor, _log) = (returned, supervisor, log);
        NetworkChange.NetworkAddressChanged += OnChanged;
        _timer = supervisor.StartTimer(Part, Look, TimeSpan.Zero, s_interval);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        NetworkChange.NetworkAddressChanged -= OnChanged;
        _timer.Dispose();
    }

    private void OnChanged(object? sender, EventArgs change) => _supervisor.Try(Part, Look, s_interval);

    private void Look()
    {
        lock (_lock)
        {
            int index = NetworkDevice.IndexOf(_device);
            ImmutableArray<InterfaceAddress> now = index != 0 && NetworkDevice.IsRunning(_device) ? [.. _detect().Where(IsOfUse)] : [];
            if (now.IsEmpty) Leave();
            else if (!_egress.IsReady || index != _index || !now.SequenceEqual(_addresses)) Return(index, now);
        }
    }

    /// <summary>Every IPv6 card has a link-local address, network or not.</summary>
    private static bool IsOfUse(InterfaceAddress own) => own.Address.IsIPv4 || AddressScopes.Of(own.Address) > AddressScope.Link;

    private void Leave()
    {
        if ((_egress.IsReady || !_isToldOf) && _log is not null) EdgeSeedLog.DeviceAway(_log, _device);
        (_egress.IsReady, _isToldOf) = (false, true);
    }

    private void Return(int index, ImmutableArray<InterfaceAddress> addresses)
    {
        bool isMoved = !addresses.SequenceEqual(_addresses);
        if (!_egress.IsReady && _log is not null) EdgeSeedLog.DeviceThere(_log, _device);
        var news = new DeviceReturn(IsBroken: _index != 0, isMoved);
        (_index, _addresses, _egress.IsReady, _isToldOf) = (index, addresses, true, true);
        _returned(news);
    }
}

/// <summary>How an interface came back.</summary>
/// <param name="IsBroken">
/// Whether connections made before are not worth to be waited for: whenever it was away, since the kernel's pauses between two attempts for a packet are then longer than to connect anew.
/// </param>
/// <param name="IsMoved">Whether it has another address than before.</param>
internal readonly record struct DeviceReturn(bool IsBroken, bool IsMoved);
