using System.Net;
using System.Net.Sockets;
using EdgeSeed.Linux.Sockets;

namespace EdgeSeed.Network;

/// <summary>Says in plain words why a port cannot be had.</summary>
internal static class PortRefusal
{
    /// <summary>EADDRINUSE.</summary>
    public const int AddressInUse = 98;

    private const int NotPermitted = 1, AccessDenied = 13, AddressNotAvailable = 99;
    private const int FirstFreePort = 1024;

    /// <summary>Why a port cannot be opened, and what to change: the address where that is at fault, else the port.</summary>
    /// <param name="listen">The addresses it was to be opened on.</param>
    /// <param name="port">The port.</param>
    /// <param name="purpose">What it is for.</param>
    /// <param name="option">The option that names another port.</param>
    /// <param name="errno">The system's error.</param>
    /// <param name="reason">The same in words.</param>
    public static string Of(ListenAddresses listen, int port, string purpose, string option, int errno, string reason) => errno switch
    {
        NotPermitted when listen.Egress.Device is { } device =>
            $"this system does not let a program keep to {device}: Linux 5.7 does, an older one with the capability CAP_NET_RAW (--bind and service.bind name it)",
        AddressNotAvailable when Foreign(listen) is { } address => $"{address} is no address of this machine (--bind and service.bind name those to listen on)",
        AddressInUse => $"port {port} for {purpose} is in use by another program ({option} names another)",
        AccessDenied when port < FirstFreePort => $"port {port} for {purpose} is for root: below {FirstFreePort} a program needs CAP_NET_BIND_SERVICE ({option} names another)",
        _ => $"port {port} for {purpose} cannot be opened: {reason} ({option} names another)",
    };

    /// <summary>The first address to listen on that this machine does not have.</summary>
    private static IPAddress? Foreign(ListenAddresses listen)
    {
        foreach (IPEndPoint place in listen.Pages(0))
        {
            try
            {
                using Socket probe = NetworkSocket.Open(place.AddressFamily, SocketType.Dgram, device: null);
                probe.Bind(place);
            }
            catch (SocketException)
            {
                return place.Address;
            }
        }
        return null;
    }
}
