using System.Buffers.Binary;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using EdgeSeed.Protocol;

namespace EdgeSeed.Engine.Web;

/// <summary>
/// What a stranger's address must not lead to unasked: this machine, the networks it is in, and what is no single machine. Judged by the address
/// connected to, however it is written.
/// </summary>
internal static class OwnNetwork
{
    private static readonly TimeSpan s_life = TimeSpan.FromSeconds(30);
    private static readonly IPNetwork s_nat64 = IPNetwork.Parse("64:ff9b::/96");
    private static readonly IPNetwork s_sixToFour = IPNetwork.Parse("2002::/16");
    private static readonly IPNetwork s_compatible = IPNetwork.Parse("::/96");
    private static readonly IPNetwork s_siteLocal = IPNetwork.Parse("fec0::/10");

    private static Neighbours s_known = new([], long.MaxValue);

    /// <summary>Whether an address is within.</summary>
    public static bool Has(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        if (Embedded(address) is { } inner && Has(inner)) return true;
        if (AddressScopes.Of(new PeerEndPoint(address, 0)) != AddressScope.Global || IsNobody(address)) return true;
        // Machines of the house have addresses of the world too, next to ours.
        foreach (IPNetwork network in Known())
        {
            if (network.BaseAddress.AddressFamily == address.AddressFamily && network.Contains(address)) return true;
        }
        return false;
    }

    /// <summary>The IPv4 address that translators read out of an IPv6 one (RFC 6052, RFC 3056, RFC 4291); null for others.</summary>
    private static IPAddress? Embedded(IPAddress address)
    {
        if (address.AddressFamily != AddressFamily.InterNetworkV6) return null;
        ReadOnlySpan<byte> bytes = address.GetAddressBytes();
        if (s_sixToFour.Contains(address)) return new IPAddress(bytes.Slice(2, 4));
        return s_nat64.Contains(address) || s_compatible.Contains(address) ? new IPAddress(bytes[12..]) : null;
    }

    /// <summary>Multicast, broadcast and what is reserved.</summary>
    private static bool IsNobody(IPAddress address)
    {
        if (address.AddressFamily == AddressFamily.InterNetworkV6) return address.IsIPv6Multicast || s_siteLocal.Contains(address);
        return BinaryPrimitives.ReadUInt32BigEndian(address.GetAddressBytes()) >= 0xE000_0000;
    }

    private static IPNetwork[] Known()
    {
        Neighbours known = s_known;
        long now = Environment.TickCount64;
        if (known.At > now || now - known.At > s_life.TotalMilliseconds) s_known = known = new Neighbours(Detect(), now);
        return known.Networks;
    }

    private static IPNetwork[] Detect()
    {
        var networks = new List<IPNetwork>();
        foreach (NetworkInterface card in NetworkInterface.GetAllNetworkInterfaces())
        {
            foreach (UnicastIPAddressInformation own in card.GetIPProperties().UnicastAddresses)
            {
                int length = own.Address.AddressFamily == AddressFamily.InterNetworkV6 ? 64 : own.PrefixLength;
                if (length > 0) networks.Add(Around(own.Address, length));
            }
        }
        return [.. networks];
    }

    private static IPNetwork Around(IPAddress address, int length)
    {
        byte[] bytes = address.GetAddressBytes();
        for (int i = 0; i < bytes.Length; i++)
        {
            int kept = Math.Clamp(length - i * 8, 0, 8);
            bytes[i] &= (byte)(0xff00 >> kept);
        }
        return new IPNetwork(new IPAddress(bytes), length);
    }

    private sealed record Neighbours(IPNetwork[] Networks, long At);
}

/// <summary>Whether an address may lead into our own network (<see cref="OwnNetwork"/>).</summary>
internal enum LocalReach
{
    /// <summary>Nowhere within.</summary>
    Nowhere,

    /// <summary>There alone, but nowhere from there: what a stranger wrote, and does no harm.</summary>
    Exactly,

    /// <summary>There, and to where that host redirects on itself: the operator or user named it.</summary>
    Host,
}
