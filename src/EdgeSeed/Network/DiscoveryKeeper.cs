using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using EdgeSeed.Config;
using EdgeSeed.Config.Reload;
using EdgeSeed.Engine.Discovery;
using EdgeSeed.Engine.Sessions;
using EdgeSeed.Linux.Supervision;
using EdgeSeed.Logs;
using EdgeSeed.Protocol;
using Microsoft.Extensions.Logging;

namespace EdgeSeed.Network;

/// <summary>
/// Keeps local service discovery (BEP 14) on the networks that this machine is in, while it is wanted: a cable is plugged in, an address changes,
/// a key is edited. Looks every 15 s.
/// </summary>
internal sealed class DiscoveryKeeper : IDisposable
{
    private const string Part = "local discovery";

    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(15);

    private readonly Lock _lock = new();
    private readonly SeedSession _session;
    private readonly IReadOnlyList<IPAddress> _bound;
    private readonly Supervisor _supervisor;
    private readonly ILogger? _log;
    private readonly ITimer _timer;
    private List<LocalNetwork> _networks = [];
    private bool _isWanted;
    private bool _isDisposed;

    /// <summary>Looks at once.</summary>
    /// <param name="session">Takes part.</param>
    /// <param name="isWanted">Whether it is to.</param>
    /// <param name="bound">Where it listens: other networks are left out; an any-address stands for all.</param>
    /// <param name="supervisor">Runs the timer.</param>
    /// <param name="log">Is told when it does not work; null for nobody.</param>
    public DiscoveryKeeper(SeedSession session, bool isWanted, IReadOnlyList<IPAddress> bound, Supervisor supervisor, ILogger? log)
    {
        (_session, _isWanted, _bound, _supervisor, _log) = (session, isWanted, bound, supervisor, log);
        _timer = supervisor.StartTimer(Part, Look, TimeSpan.Zero, s_interval);
    }

    /// <summary>Whether to take part; holds at once.</summary>
    public bool IsWanted
    {
        set
        {
            _isWanted = value;
            _supervisor.Try(Part, Look, s_interval);
        }
    }

    /// <summary>Whether to take part follows edits.</summary>
    public void Follow(RunningConfig running) => running.Follow(config => IsWanted = config.Lan.Discovery, SeederConfig.Table);

    /// <inheritdoc/>
    public void Dispose()
    {
        _timer.Dispose();
        lock (_lock) _isDisposed = true;
    }

    /// <summary>The networks among an interface's that are used: one of each family for each interface.</summary>
    internal static List<LocalNetwork> Detect(IReadOnlyList<IPAddress> bound)
    {
        var found = new List<LocalNetwork>();
        foreach (NetworkInterface card in NetworkInterface.GetAllNetworkInterfaces())
        {
            bool isUp = card.OperationalStatus is OperationalStatus.Up or OperationalStatus.Unknown;
            if (!isUp || !card.SupportsMulticast || card.NetworkInterfaceType == NetworkInterfaceType.Loopback) continue;
            IPInterfaceProperties properties = card.GetIPProperties();
            bool hasIPv4 = false, hasIPv6 = false;
            foreach (UnicastIPAddressInformation own in properties.UnicastAddresses)
            {
                bool isIPv4 = own.Address.AddressFamily == AddressFamily.InterNetwork;
                if ((isIPv4 ? hasIPv4 : hasIPv6) || own.Address.IsIPv6LinkLocal || !IsBound(own.Address, bound)) continue;
                found.Add(new LocalNetwork(new PeerEndPoint(own.Address, 0), isIPv4 ? 0 : properties.GetIPv6Properties().Index));
                if (isIPv4) hasIPv4 = true;
                else hasIPv6 = true;
            }
        }
        return found;
    }

    private static bool IsBound(IPAddress address, IReadOnlyList<IPAddress> bound)
    {
        foreach (IPAddress listened in bound)
        {
            if (listened.Equals(IPAddress.IPv6Any) || listened.Equals(address)) return true;
            if (listened.Equals(IPAddress.Any) && address.AddressFamily == AddressFamily.InterNetwork) return true;
        }
        return false;
    }

    private void Look()
    {
        List<LocalNetwork> networks = _isWanted ? Detect(_bound) : [];
        lock (_lock)
        {
            if (_isDisposed || AreEqual(networks, _networks)) return;
            _networks = networks;
            _ = _supervisor.RunAsync(Part, () => TellAsync(networks), CancellationToken.None);
        }
    }

    private async Task TellAsync(List<LocalNetwork> networks)
    {
        try
        {
            bool works = await _session.DiscoverOnAsync(networks).ConfigureAwait(false);
            if (!works && networks.Count > 0 && _log is not null) EdgeSeedLog.DiscoveryFailed(_log);
        }
        catch (ObjectDisposedException)
        {
            // The session is over.
        }
    }

    private static bool AreEqual(List<LocalNetwork> some, List<LocalNetwork> others)
    {
        if (some.Count != others.Count) return false;
        for (int i = 0; i < some.Count; i++)
        {
            if (some[i] != others[i]) return false;
        }
        return true;
    }
}
