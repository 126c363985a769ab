using System.Net;
using EdgeSeed.Protocol;
using EdgeSeed.Status;
using EdgeSeed.Tracker.Announces;

namespace EdgeSeed.Network;

/// <summary>
/// The machine's addresses for snapshots and links, looked up when they are asked for, and not again soon: the kernel is asked for every card
/// each time. Thread-safe.
/// </summary>
/// <param name="listen">What is bound.</param>
/// <param name="time">The clock.</param>
internal sealed class AddressBook(ListenAddresses listen, TimeProvider time)
{
    /// <summary>How long an answer is given out.</summary>
    public static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private NetworkStatus? _last;
    private string _host = listen.Host;
    private long _readAt;

    /// <summary>
    /// The host in links to the page: the one given; else the address by which this machine talks to the world now, which may have come
    /// after the start; else any it has.
    /// </summary>
    public string Host
    {
        get
        {
            if (listen.IsHostGiven) return listen.Host;
            lock (_lock)
            {
                Look();
                return _host;
            }
        }
    }

    /// <summary>How others reach this machine.</summary>
    public NetworkStatus Read()
    {
        string? waitingFor = listen.Egress is { IsReady: false, Device: { } device } ? device : null;
        lock (_lock) return Look() with { WaitingFor = waitingFor };
    }

    /// <summary>Why no name can be looked up, a sentence that says what to do; null when nothing is known to be wrong.</summary>
    public string? NameProblem => listen.Egress.NameProblem;

    private NetworkStatus Look()
    {
        if (_last is { } last && time.GetElapsedTime(_readAt) < MaxAge) return last;
        _readAt = time.GetTimestamp();
        var addresses = new List<string>();
        bool isLocalOnly = listen.IsLocalOnly;
        foreach (InterfaceAddress own in isLocalOnly ? [] : listen.Detect())
        {
            // Every IPv6 card has a link-local address, network or not; an IPv4 one means that a cable leads straight to a computer.
            bool isOfUse = AddressScopes.Of(own.Address) > AddressScope.Link || own.Address.IsIPv4;
            if (!isOfUse || addresses.Count == NetworkStatus.MaxAddresses) continue;
            addresses.Add(own.Address.Address.ToString());
        }
        IPAddress outward = listen.IsHostGiven ? IPAddress.None : listen.Outward();
        if (IPAddress.IsLoopback(outward) && addresses.Count > 0) outward = IPAddress.Parse(addresses[0]);
        if (!listen.IsHostGiven) _host = ListenAddresses.Write(outward);
        return _last = new NetworkStatus(addresses, isLocalOnly);
    }
}
