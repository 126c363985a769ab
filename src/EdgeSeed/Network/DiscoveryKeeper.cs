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
    private readonly ListenAddresses _listen;
    private readonly Supervisor _supervisor;
    private readonly ILogger? _log;
    private readonly ITimer _timer;
    private List<LocalNetwork> _networks = [];
    private bool _isWanted;
    private bool _isDisposed;

    /// <summary>Looks at once.</summary>
    /// <param name="session">Takes part.</param>
    /// <param name="isWanted">Whether it is to.</param>
    /// <param name="listen">Where it listens, and by which way what is sent leaves: other networks are left out.</param>
    /// <param name="supervisor">Runs the timer.</param>
    /// <param name="log">Is told when it does not work; null for nobody.</param>
    public DiscoveryKeeper(SeedSession session, bool isWanted, ListenAddresses listen, Supervisor supervisor, ILogger? log)
    {
        (_session, _isWanted, _listen, _supervisor, _log) = (session, isWanted, listen, supervisor, log);
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
    internal static List<LocalNetwork> Detect(ListenAddresses listen)
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
                if ((isIPv4 ? hasIPv4 : hasIPv6) || own.Address.IsIPv6LinkLocal || !listen.IsWayOut(card.Name, own.Address)) continue;
                found.Add(new LocalNetwork(new PeerEndPoint(own.Address, 0), isIPv4 ? properties.GetIPv4Properties().Index : properties.GetIPv6Properties().Index));
                if (isIPv4) hasIPv4 = true;
                else hasIPv6 = true;
            }
        }
        return found;
    }

    /// <summary>Looks now: the network is another, or is back.</summary>
    public void Look()
    {
        List<LocalNetwork> networks = _isWanted ? Detect(_listen) : [];
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
