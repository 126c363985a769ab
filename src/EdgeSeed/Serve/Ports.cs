using System.ComponentModel;
using System.Net;
using System.Net.Sockets;
using EdgeSeed.Config;
using EdgeSeed.Config.Binding;
using EdgeSeed.Engine;
using EdgeSeed.Engine.Budget;
using EdgeSeed.Engine.PortMapping;
using EdgeSeed.Engine.Sessions;
using EdgeSeed.Lifetime;
using EdgeSeed.Linux.Sockets;
using EdgeSeed.Linux.Supervision;
using EdgeSeed.Logs;
using EdgeSeed.Memory;
using EdgeSeed.Network;
using EdgeSeed.Protocol.PortMapping;
using EdgeSeed.Tracking;
using EdgeSeed.Web;
using Microsoft.Extensions.Logging;

namespace EdgeSeed.Serve;

/// <summary>Opens the service's ports, and says in plain words which one cannot be had.</summary>
internal static class Ports
{
    private const int PeerPortsTried = 20;

    /// <summary>The port of page and tracker: as configured, or for 0 one that is free, since TCP and UDP must have the same.</summary>
    public static int Choose(int configured, ListenAddresses listen)
    {
        if (configured != 0) return configured;
        IPEndPoint place = listen.Pages(0)[0];
        using Socket probe = NetworkSocket.Open(place.AddressFamily, SocketType.Stream, DeviceEndPoint.Of(place));
        probe.Bind(place);
        return ((IPEndPoint)probe.LocalEndPoint!).Port;
    }

    /// <summary>What a router is to forward: peers, over UDP too, where they are told at once to come over TCP; page and tracker.</summary>
    /// <param name="port">Of page and tracker.</param>
    /// <param name="peerPort">Of peers.</param>
    /// <param name="isUdpTracker">Whether announces come over UDP too.</param>
    /// <param name="nodePort">Of the DHT; 0 for none.</param>
    public static List<MappedPort> Mapped(int port, int peerPort, bool isUdpTracker, int nodePort)
    {
        List<MappedPort> mapped = [new(MappedProtocol.Tcp, (ushort)peerPort), new(MappedProtocol.Udp, (ushort)peerPort), new(MappedProtocol.Tcp, (ushort)port)];
        if (isUdpTracker) mapped.Add(new MappedPort(MappedProtocol.Udp, (ushort)port));
        if (nodePort != 0) mapped.Add(new MappedPort(MappedProtocol.Udp, (ushort)nodePort));
        return mapped;
    }

    /// <summary>Starts the seeder. A default port that is taken moves on to the next free one; a port that was asked for does not.</summary>
    /// <exception cref="ServiceStartException">The port is taken.</exception>
    public static SeedSession OpenSession(ServiceSettings settings, ListenAddresses listen, UploadBudgets budgets, MemoryPlan memory, TimeProvider time, Supervisor supervisor, ILogger log)
    {
        int wanted = settings.Config.Service.PeerPort;
        bool isDefault = settings.Origins.Find("service.peer_port") is null;
        EngineOptions options = SessionOptions.Of(settings.Config, memory);
        for (int port = wanted; ; port++)
        {
            try
            {
                var session = new SeedSession(options, budgets, listen.Peers(port), time, supervisor, listen.Egress);
                if (port != wanted) EdgeSeedLog.PeerPortMoved(log, wanted, port);
                return session;
            }
            catch (Win32Exception exception)
            {
                bool mayMove = isDefault && exception.NativeErrorCode == PortRefusal.AddressInUse && port < wanted + PeerPortsTried;
                if (!mayMove) throw new ServiceStartException(PortRefusal.Of(listen, port, "peers", "--peer-port", exception.NativeErrorCode, exception.Message), exception);
            }
        }
    }

    /// <summary>Opens page and tracker on one port, TCP and UDP.</summary>
    /// <exception cref="ServiceStartException">It is taken, or may not be opened.</exception>
    public static async Task OpenAsync(
        PartStack parts, SeedConfig config, ListenAddresses listen, int port, RequestSwitch requests, TrackerPart? tracker, UploadBudgets? budgets, Supervisor supervisor, ILoggerFactory logging)
    {
        try
        {
            if (tracker is not null && config.Tracker.Udp) tracker.ListenUdp(listen.Pages(port));
            List<EndPoint> places = [.. listen.Pages(port)];
            if (config.Service.Socket is { } socket) places.Add(new ProxyEndPoint(socket, (UnixFileMode)Convert.ToInt32(config.Service.SocketMode, 8)));
            parts.Own(await WebServer.StartAsync(places, requests, tracker?.Http, budgets, config.Web, supervisor, logging).ConfigureAwait(false));
        }
        catch (Exception exception) when (exception is IOException or SocketException)
        {
            Exception cause = exception;
            while (cause is not SocketException && cause.InnerException is { } inner) cause = inner;
            throw new ServiceStartException(PortRefusal.Of(listen, port, "page and tracker", "--port", (cause as SocketException)?.NativeErrorCode ?? 0, cause.Message), exception);
        }
    }

    /// <summary>The names by which clients may ask for the page, so that links made for them can carry the same name.</summary>
    public static RequestedHost HostsOf(SeedConfig config, ListenAddresses listen, IPAddress? onRouter)
    {
        List<string> hosts = listen.IsHostGiven ? [listen.Host.Trim('[', ']')] : [];
        foreach (string url in config.Library.Announce.Append(config.Web.PublicUrl))
        {
            if (Uri.TryCreate(url, UriKind.Absolute, out Uri? uri)) hosts.Add(uri.Host.Trim('[', ']'));
        }
        if (onRouter is not null) hosts.Add(onRouter.ToString());
        return new RequestedHost(Environment.MachineName, hosts);
    }
}
