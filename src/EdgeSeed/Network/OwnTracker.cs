using System.Net;
using EdgeSeed.Torrents;

namespace EdgeSeed.Network;

/// <summary>
/// Knows the tracker of this service among those that torrents name: it has the box's seeder in its answers anyway, and must not be
/// announced to over the network.
/// </summary>
/// <param name="urls">Names our tracker; without one, no address is ours.</param>
/// <param name="listen">Where the service listens, and its host in links.</param>
/// <param name="port">The tracker's port, TCP and UDP.</param>
internal sealed class OwnTracker(TrackerUrls urls, ListenAddresses listen, int port)
{
    /// <summary>Whether an address leads to our tracker: our port on this machine, by whatever name or address.</summary>
    public bool Is(Uri address)
    {
        if (!urls.HasOwn || address.Port != port) return false;
        string host = address.IdnHost.Trim('[', ']');
        if (listen.IsHostGiven && host.Equals(listen.Host.Trim('[', ']'), StringComparison.OrdinalIgnoreCase)) return true;
        if (!IPAddress.TryParse(host, out IPAddress? ip)) return host.Equals("localhost", StringComparison.OrdinalIgnoreCase) && IsHeard(IPAddress.Loopback);
        return IsHeard(ip) && (IPAddress.IsLoopback(ip) || listen.Detect().Any(own => own.Address.Address.Equals(ip)));
    }

    private bool IsHeard(IPAddress ip) => listen.IsAny || listen.Bound.Contains(ip);
}
