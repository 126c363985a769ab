using System.Globalization;
using System.Net;
using System.Net.Sockets;
using EdgeSeed.Engine.Network;
using EdgeSeed.Protocol;

namespace EdgeSeed.Engine.Dht;

/// <summary>Hosts at which somebody who knows no node can ask for some.</summary>
public static class DhtBootstrap
{
    /// <summary>Addresses of one host that are used.</summary>
    private const int MaxAddresses = 4;

    /// <summary>The part of a <c>host:port</c>, where an IPv6 address stands in brackets.</summary>
    /// <returns>False when it is no such text.</returns>
    public static bool TryParse(string text, out string host, out ushort port)
    {
        ArgumentNullException.ThrowIfNull(text);
        int colon = text.LastIndexOf(':');
        host = colon < 0 ? "" : text[..colon];
        port = 0;
        if (host.StartsWith('[') && host.EndsWith(']')) host = host[1..^1];
        else if (host.Contains(':', StringComparison.Ordinal)) return false;
        return Uri.CheckHostName(host) != UriHostNameType.Unknown && ushort.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out port) && port > 0;
    }

    /// <summary>Finds where the hosts are, in both families; those that have no address now are passed over.</summary>
    /// <param name="egress">By which way names are looked up.</param>
    /// <param name="hosts">As <see cref="TryParse"/> takes them; others are passed over.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="OperationCanceledException">It was given up.</exception>
    public static async Task<IReadOnlyList<PeerEndPoint>> FindAsync(Egress egress, IReadOnlyList<string> hosts, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(egress);
        ArgumentNullException.ThrowIfNull(hosts);
        var found = new List<PeerEndPoint>();
        foreach (string text in hosts)
        {
            if (!TryParse(text, out string host, out ushort port)) continue;
            try
            {
                // The system's own search cannot be broken off.
                IPAddress[] addresses = await egress.LookUpAsync(host, cancellation).WaitAsync(cancellation).ConfigureAwait(false);
                foreach (IPAddress address in addresses.AsSpan(0, Math.Min(addresses.Length, MaxAddresses))) found.Add(new PeerEndPoint(address, port));
            }
            catch (SocketException)
            {
                // Another host may be there.
            }
        }
        return found;
    }
}
