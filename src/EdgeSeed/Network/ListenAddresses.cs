using System.Net;
using System.Net.Sockets;
using EdgeSeed.Config;

namespace EdgeSeed.Network;

/// <summary>Where the service listens, and how others reach it.</summary>
/// <param name="Bound">The addresses to bind, at least one; an any-address stands for all.</param>
/// <param name="IsHostGiven">Whether the configuration says what the host is in links, so that it stays as it is.</param>
/// <param name="Host">The host in links: what was configured, else the address by which this machine talks to its network; in brackets for IPv6.</param>
internal sealed record ListenAddresses(IReadOnlyList<IPAddress> Bound, bool IsHostGiven, string Host)
{
    /// <summary>Whether every address of the machine is listened on.</summary>
    public bool IsAny => Bound[0].Equals(IPAddress.IPv6Any) || Bound[0].Equals(IPAddress.Any);

    /// <summary>An address by which this machine reaches itself, for <c>edgeseed status</c>.</summary>
    public IPAddress Local => IsAny ? IPAddress.Loopback : Bound[0];

    /// <summary>Reads the configuration and asks the machine for what it leaves open.</summary>
    public static ListenAddresses Of(ServiceConfig config)
    {
        List<IPAddress> bound = [.. config.Bind.Select(IPAddress.Parse)];
        if (bound.Count == 0) bound.Add(Socket.OSSupportsIPv6 ? IPAddress.IPv6Any : IPAddress.Any);
        bool isAny = bound[0].Equals(IPAddress.IPv6Any) || bound[0].Equals(IPAddress.Any);
        string host = config.PublicHost.Length > 0 ? config.PublicHost : Write(isAny ? Outward() : bound[0]);
        return new ListenAddresses(bound, config.PublicHost.Length > 0 || !isAny, host);
    }

    /// <summary>An address as it stands in a URL.</summary>
    public static string Write(IPAddress address) => address.AddressFamily == AddressFamily.InterNetworkV6 ? $"[{address}]" : address.ToString();

    /// <summary>
    /// The address that packets to the world would bear: connecting a UDP socket chooses a route and sends nothing. The
    /// destinations are of the blocks kept for documentation (RFC 5737, RFC 3849). Loopback where there is no network.
    /// </summary>
    public static IPAddress Outward()
    {
        foreach (IPAddress anywhere in (IPAddress[])[IPAddress.Parse("192.0.2.1"), IPAddress.Parse("2001:db8::1")])
        {
            try
            {
                using var socket = new Socket(anywhere.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
                socket.Connect(anywhere, 9);
                if (socket.LocalEndPoint is IPEndPoint { Address: var address } && !IPAddress.IsLoopback(address)) return address;
            }
            catch (SocketException)
            {
                // No route by this family.
            }
        }
        return IPAddress.Loopback;
    }
}
