using System.Net;
using System.Net.Sockets;
using EdgeSeed.Linux.Sockets;
using EdgeSeed.Linux.Supervision;
using EdgeSeed.Tracker.Announces;

namespace EdgeSeed.Tracker.Udp;

/// <summary>The UDP side of the tracker (BEP 15): sockets and threads around a <see cref="UdpResponder"/>.</summary>
public sealed class UdpTracker : IAsyncDisposable
{
    private readonly UdpWorker[] _workers;
    private readonly Task _ended;

    private UdpTracker(UdpWorker[] workers)
    {
        _workers = workers;
        _ended = Task.WhenAll(workers.Select(worker => worker.Ended));
    }

    /// <summary>Where it listens, with the port that the kernel chose for port 0.</summary>
    public IPEndPoint EndPoint => _workers[0].EndPoint;

    /// <summary>Binds and starts to serve. When this returns, requests are received.</summary>
    /// <param name="handler">Serves announces and scrapes; <see cref="TrackerOptions.UdpWorkers"/> says how many threads there are.</param>
    /// <param name="endPoint">
    /// The address and port; <see cref="IPAddress.IPv6Any"/> serves IPv4 too. At a device (<see cref="DeviceEndPoint"/>) that is away, it is served from when it comes.
    /// </param>
    /// <param name="time">The clock by which connection ids expire.</param>
    /// <param name="supervisor">Runs the threads: only a bug or a lost socket ends one.</param>
    /// <exception cref="SocketException">The address cannot be bound.</exception>
    public static UdpTracker Start(AnnounceHandler handler, IPEndPoint endPoint, TimeProvider time, Supervisor supervisor)
    {
        ArgumentNullException.ThrowIfNull(handler);
        ArgumentNullException.ThrowIfNull(endPoint);
        var responder = new UdpResponder(handler, time);
        ArgumentNullException.ThrowIfNull(supervisor);
        int count = Math.Max(1, handler.Options.UdpWorkers);
        var workers = new List<UdpWorker>();
        try
        {
            IPEndPoint free = FindFree(endPoint);
            for (int i = 0; i < count; i++) workers.Add(new UdpWorker(responder, free));
        }
        catch
        {
            foreach (UdpWorker worker in workers) worker.Dispose();
            throw;
        }
        foreach (UdpWorker worker in workers) worker.Start(supervisor);
        return new UdpTracker([.. workers]);
    }

    /// <summary>Stops serving and frees the port.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (UdpWorker worker in _workers) worker.Stop();
        await _ended.ConfigureAwait(false);
    }

    /// <summary>
    /// The workers share their port with any socket of the same user, a second tracker's too, and half of the requests would vanish there: a plain
    /// bind finds out, and instead of port 0 one that is nobody's.
    /// </summary>
    private static IPEndPoint FindFree(IPEndPoint endPoint)
    {
        // At a device that is away there is nobody else.
        if (DeviceEndPoint.Of(endPoint) is { } device && NetworkDevice.IndexOf(device) == 0) return endPoint;
        using Socket probe = NetworkSocket.Open(endPoint.AddressFamily, SocketType.Dgram, DeviceEndPoint.Of(endPoint));
        probe.ExclusiveAddressUse = true;
        if (endPoint.Address.Equals(IPAddress.IPv6Any)) probe.DualMode = true;
        probe.Bind(endPoint);
        return DeviceEndPoint.At(endPoint, ((IPEndPoint)probe.LocalEndPoint!).Port);
    }
}
