using System.Net;
using EdgeSeed.Protocol;
using EdgeSeed.Status;
using EdgeSeed.Tracker;

namespace EdgeSeed.Service;

/// <summary>The machine's addresses for the snapshot, looked up seldom: the kernel is asked for every card each time.</summary>
/// <param name="listen">What is bound.</param>
/// <param name="time">The clock.</param>
internal sealed class AddressBook(ListenAddresses listen, TimeProvider time)
{
    /// <summary>How long an answer is given out.</summary>
    public static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(5);

    private NetworkStatus? _last;
    private long _readAt;

    /// <summary>How others reach this machine. Called by one caller at a time.</summary>
    public NetworkStatus Read()
    {
        if (_last is { } last && time.GetElapsedTime(_readAt) < MaxAge) return last;
        _readAt = time.GetTimestamp();
        var addresses = new List<string>();
        bool isLocalOnly = !listen.IsAny;
        foreach (IPAddress bound in listen.Bound) isLocalOnly &= IPAddress.IsLoopback(bound);
        foreach (InterfaceAddress own in isLocalOnly ? [] : BoxAddresses.Detect().Interfaces)
        {
            // Every IPv6 card has a link-local address, network or not; an IPv4 one means that a cable leads straight to a computer.
            bool isOfUse = AddressScopes.Of(own.Address) > AddressScope.Link || own.Address.IsIPv4;
            if (!isOfUse || addresses.Count == NetworkStatus.MaxAddresses) continue;
            if (listen.IsAny || listen.Bound.Contains(own.Address.Address)) addresses.Add(own.Address.Address.ToString());
        }
        return _last = new NetworkStatus(addresses, isLocalOnly);
    }
}
