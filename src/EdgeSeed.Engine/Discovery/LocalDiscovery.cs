using System.Security.Cryptography;
using EdgeSeed.Engine.Network;
using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Discovery;

namespace EdgeSeed.Engine.Discovery;

/// <summary>
/// Local service discovery (BEP 14) on some networks: the sockets, and how often something is said and listened to. Owned by the session loop.
/// </summary>
/// <param name="egress">Opens the sockets.</param>
/// <param name="networks">Where; at most <see cref="MaxNetworks"/> are used.</param>
internal sealed class LocalDiscovery(Egress egress, IReadOnlyList<LocalNetwork> networks) : IDisposable
{
    /// <summary>Networks on which we take part, at most; more are left out.</summary>
    public const int MaxNetworks = 16;

    /// <summary>Datagrams read in a second, at most; those over it wait with the kernel, which drops what it has no room for.</summary>
    public const int MaxHeardSecond = 50;

    /// <summary>How often a swarm is named (BEP 14).</summary>
    public const long AnnounceMilliseconds = 300_000;

    /// <summary>Time from datagram to datagram in the long run (BEP 14).</summary>
    private const long SayMilliseconds = 60_000;

    /// <summary>Datagrams that may follow each other sooner, so that what has just been put up is soon found.</summary>
    private const int MaxCredit = 5;

    private readonly byte[] _cookie = System.Text.Encoding.ASCII.GetBytes(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4)));
    private readonly DiscoverySocket? _ipv4 = DiscoverySocket.TryOpen(egress, isIPv4: true, networks), _ipv6 = DiscoverySocket.TryOpen(egress, isIPv4: false, networks);
    private int _credit = MaxCredit;
    private long _creditAt;

    /// <summary>Whether there is anything to say it with.</summary>
    public bool IsOpen => _ipv4 is not null || _ipv6 is not null;

    /// <summary>Datagrams that may still be read in this second.</summary>
    public int HearLeft { get; set; } = MaxHeardSecond;

    /// <summary>The sockets are not watched until the next second.</summary>
    public bool IsDeaf { get; set; }

    /// <summary>The socket for IPv4 is 0, that for IPv6 is 1; null where there is none.</summary>
    public DiscoverySocket? this[int index] => index == 0 ? _ipv4 : _ipv6;

    /// <summary>Whether a datagram is ours.</summary>
    public bool IsOwn(in LocalSearch search) => search.Cookie.SequenceEqual(_cookie);

    /// <summary>Whether something may be said now.</summary>
    public bool MaySay(long now)
    {
        while (_credit < MaxCredit && now - _creditAt >= SayMilliseconds)
        {
            _credit++;
            _creditAt += SayMilliseconds;
        }
        return _credit > 0;
    }

    /// <summary>Bytes that naming so many swarms on every network takes at most, headers included.</summary>
    public int BytesOf(int infoHashes) => Math.Min(networks.Count, MaxNetworks) * (LocalSearch.BytesOf(infoHashes) + Budget.PacketOverhead.DatagramBytes);

    /// <summary>How many swarms can be named at once within so many bytes: one at least.</summary>
    public int HashesWithin(long bytes)
    {
        int count = LocalSearch.MaxHashes;
        while (count > 1 && BytesOf(count) > bytes) count--;
        return count;
    }

    /// <summary>Names swarms on every network and returns the bytes sent, headers included.</summary>
    /// <param name="port">Where we listen.</param>
    /// <param name="infoHashes">At most <see cref="LocalSearch.MaxHashes"/>.</param>
    /// <param name="now">Session milliseconds.</param>
    public int Say(ushort port, ReadOnlySpan<InfoHash> infoHashes, long now)
    {
        if (_credit-- == MaxCredit) _creditAt = now;
        Span<byte> datagram = stackalloc byte[LocalSearch.MaxBytes];
        int sent = 0;
        for (int i = 0; i < Math.Min(networks.Count, MaxNetworks); i++)
        {
            LocalNetwork network = networks[i];
            bool isIPv4 = network.Address.IsIPv4;
            if ((isIPv4 ? _ipv4 : _ipv6) is not { } socket) continue;
            int length = LocalSearch.Write(datagram, !isIPv4, port, infoHashes, _cookie);
            socket.Send(network, datagram[..length]);
            sent += length + Budget.PacketOverhead.DatagramBytes;
        }
        return sent;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _ipv4?.Dispose();
        _ipv6?.Dispose();
    }
}

/// <summary>A network on which peers find each other without a tracker (BEP 14).</summary>
/// <param name="Address">This machine's address there; the port means nothing.</param>
/// <param name="InterfaceIndex">The kernel's number of the interface, which IPv6 goes by; another one of the same name is another network.</param>
public readonly record struct LocalNetwork(PeerEndPoint Address, int InterfaceIndex);
