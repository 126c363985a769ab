using System.Collections.Immutable;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using EdgeSeed.Engine.Network;
using EdgeSeed.Linux.Sockets;
using EdgeSeed.Tracker.Announces;

namespace EdgeSeed.Network;

/// <summary>
/// Where the service listens, by which way what it sends leaves, and how others reach it. Of network interfaces among the places the first is the way out, and
/// the only one for peers; page and tracker are listened on at the others too, and everything at this machine itself.
/// </summary>
internal sealed class ListenAddresses
{
    private readonly List<string> _devices;
    private readonly List<IPAddress> _addresses;

    /// <summary>Reads what is configured and asks the machine for what that leaves open.</summary>
    /// <param name="places">Addresses and network interfaces; empty for every address.</param>
    /// <param name="nameServers">Who is asked for names; empty for those of the machine.</param>
    /// <param name="publicHost">The host in links; empty: found out.</param>
    /// <param name="time">The clock.</param>
    public ListenAddresses(IReadOnlyList<string> places, IReadOnlyList<string> nameServers, string publicHost, TimeProvider time)
    {
        _devices = [.. places.Where(NetworkDevice.IsName).Distinct()];
        _addresses = [.. places.Where(static place => !NetworkDevice.IsName(place)).Select(IPAddress.Parse)];
        Egress = new Egress(_devices.Count > 0 ? _devices[0] : null, [.. nameServers.Select(IPAddress.Parse)], time);
        Bound = _devices.Count > 0 || _addresses.Count == 0 ? [Any] : _addresses;
        IsHostGiven = publicHost.Length > 0 || !IsAny;
        Host = publicHost.Length > 0 ? publicHost : Write(IsAny ? Outward() : Bound[0]);
    }

    /// <summary>By which way everything leaves.</summary>
    public Egress Egress { get; }

    /// <summary>The addresses that are bound, at least one; an any-address stands for all, or for all of the interfaces named.</summary>
    public IReadOnlyList<IPAddress> Bound { get; }

    /// <summary>Whether the configuration says what the host is in links, so that it stays as it is.</summary>
    public bool IsHostGiven { get; }

    /// <summary>The host in links: what was configured, else the address by which this machine talks to its network; in brackets for IPv6.</summary>
    public string Host { get; }

    /// <summary>Whether every address is listened on, of the machine or of the interfaces named.</summary>
    public bool IsAny => Bound[0].Equals(IPAddress.IPv6Any) || Bound[0].Equals(IPAddress.Any);

    /// <summary>Whether nobody but this machine itself is heard.</summary>
    public bool IsLocalOnly => _devices.Count > 0 ? _devices is [NetworkDevice.Loopback] && _addresses.TrueForAll(IPAddress.IsLoopback) : Bound.All(IPAddress.IsLoopback);

    /// <summary>An address by which this machine reaches itself, for <c>edgeseed status</c>.</summary>
    public IPAddress Local => IsAny ? IPAddress.Loopback : Bound[0];

    private static IPAddress Any => Socket.OSSupportsIPv6 ? IPAddress.IPv6Any : IPAddress.Any;

    /// <summary>Where peers connect.</summary>
    public IReadOnlyList<IPEndPoint> Peers(int port) => _devices.Count == 0
        ? [.. Bound.Select(address => new IPEndPoint(address, port))]
        : [.. _devices[..1].Prepend(NetworkDevice.Loopback).Distinct().Select(device => new DeviceEndPoint(Any, port, device))];

    /// <summary>Where page and tracker are reached.</summary>
    public IReadOnlyList<IPEndPoint> Pages(int port)
    {
        if (_devices.Count == 0) return [.. Bound.Select(address => new IPEndPoint(address, port))];
        List<IPEndPoint> places = [.. _devices.Prepend(NetworkDevice.Loopback).Distinct().Select(device => new DeviceEndPoint(Any, port, device))];
        foreach (IPAddress address in _addresses)
        {
            // At its own interface, since the kernel gives a port either to one of them or to all. Who has it nowhere is told when it is opened.
            string? device = DeviceOf(address);
            if (device is null) places.Add(new IPEndPoint(address, port));
            else if (device != NetworkDevice.Loopback && !_devices.Contains(device)) places.Add(new DeviceEndPoint(address, port, device));
        }
        return places;
    }

    /// <summary>The machine's own addresses at which the service is reached from outside.</summary>
    public ImmutableArray<InterfaceAddress> Detect()
    {
        if (_devices.Count == 0)
        {
            ImmutableArray<InterfaceAddress> all = BoxAddresses.Detect().Interfaces;
            return IsAny ? all : [.. all.Where(own => Bound.Contains(own.Address.Address))];
        }
        ImmutableArray<InterfaceAddress> found = BoxAddresses.Detect(_devices.Contains).Interfaces;
        return _addresses.Count == 0 ? found : [.. found.Concat(BoxAddresses.Detect().Interfaces.Where(own => _addresses.Contains(own.Address.Address))).Distinct()];
    }

    /// <summary>The addresses of the interface by which everything leaves; empty without one, or while it is away.</summary>
    public ImmutableArray<InterfaceAddress> DetectWayOut() => Egress.Device is { } device ? BoxAddresses.Detect(device.Equals).Interfaces : [];

    /// <summary>The routers by which that interface leads further, of the main table of routes; empty without one.</summary>
    public ImmutableArray<IPAddress> DetectRouters() =>
        [.. NetworkInterface.GetAllNetworkInterfaces().Where(card => card.Name == Egress.Device).SelectMany(card => card.GetIPProperties().GatewayAddresses).Select(router => router.Address)];

    /// <summary>Whether an interface's networks are for local discovery: calls leave by the way out, if there is one.</summary>
    public bool IsWayOut(string device, IPAddress address)
    {
        if (Egress.Device is { } way) return device == way;
        foreach (IPAddress listened in Bound)
        {
            if (listened.Equals(IPAddress.IPv6Any) || listened.Equals(address)) return true;
            if (listened.Equals(IPAddress.Any) && address.AddressFamily == AddressFamily.InterNetwork) return true;
        }
        return false;
    }

    /// <summary>An address as it stands in a URL.</summary>
    public static string Write(IPAddress address) => address.AddressFamily == AddressFamily.InterNetworkV6 ? $"[{address}]" : address.ToString();

    /// <summary>
    /// The address that packets to the world would bear: connecting a UDP socket chooses a route and sends nothing. The
    /// destinations are of the blocks kept for documentation (RFC 5737, RFC 3849). Loopback where there is no network.
    /// </summary>
    public IPAddress Outward()
    {
        foreach (IPAddress anywhere in (IPAddress[])[IPAddress.Parse("192.0.2.1"), IPAddress.Parse("2001:db8::1")])
        {
            try
            {
                using Socket socket = Egress.Open(anywhere.AddressFamily, SocketType.Dgram);
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

    private static string? DeviceOf(IPAddress address)
    {
        foreach (NetworkInterface card in NetworkInterface.GetAllNetworkInterfaces())
        {
            if (card.GetIPProperties().UnicastAddresses.Any(own => own.Address.Equals(address))) return card.Name;
        }
        return null;
    }
}
