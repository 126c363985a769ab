using System.Collections.Immutable;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using EdgeSeed.Protocol;
using EdgeSeed.Tracker.Swarms;

namespace EdgeSeed.Tracker.Announces;

/// <summary>Where clients inside and outside reach the box. Immutable.</summary>
/// <param name="Interfaces">The box's own addresses; loopback ones are of no use here.</param>
/// <param name="ExternalIPv4">The address under which the world reaches the box (that of its router, say); <c>null</c> when there is none. The port means nothing.</param>
/// <param name="ExternalIPv6">The same for IPv6.</param>
public sealed record BoxAddresses(ImmutableArray<InterfaceAddress> Interfaces, PeerEndPoint? ExternalIPv4 = null, PeerEndPoint? ExternalIPv6 = null)
{
    /// <summary>Nothing is known: the box is named only to clients that say where they reached it.</summary>
    public static BoxAddresses None { get; } = new([]);

    /// <summary>What the operating system says of the interfaces that are up; a global address of theirs serves the world too.</summary>
    /// <param name="isWanted">Which interfaces, by name; null for all.</param>
    public static BoxAddresses Detect(Func<string, bool>? isWanted = null)
    {
        var found = ImmutableArray.CreateBuilder<InterfaceAddress>();
        foreach (NetworkInterface card in NetworkInterface.GetAllNetworkInterfaces())
        {
            if (isWanted is not null && !isWanted(card.Name)) continue;
            if (card.OperationalStatus is not (OperationalStatus.Up or OperationalStatus.Unknown)) continue;
            foreach (UnicastIPAddressInformation address in card.GetIPProperties().UnicastAddresses)
            {
                if (address.Address.AddressFamily is not (AddressFamily.InterNetwork or AddressFamily.InterNetworkV6)) continue;
                var peer = new PeerEndPoint(address.Address, 0);
                if (AddressScopes.Of(peer) != AddressScope.Loopback) found.Add(new InterfaceAddress(peer, address.PrefixLength));
            }
        }
        return new BoxAddresses(found.ToImmutable());
    }

    /// <summary>What a client can reach.</summary>
    /// <param name="client">Its address.</param>
    /// <param name="reachedAt">The box's address at which its request arrived, when known: certainly one that works for it.</param>
    /// <param name="lanIsForwarded">See <see cref="TrackerOptions.LanIsForwarded"/>.</param>
    public Horizon HorizonOf(in PeerEndPoint client, PeerEndPoint? reachedAt, bool lanIsForwarded)
    {
        AddressScope audience = AddressScopes.Of(client);
        return new Horizon(audience, Find(true, audience, client, reachedAt), Find(false, audience, client, reachedAt), lanIsForwarded);
    }

    private PeerEndPoint? Find(bool isIPv4, AddressScope audience, in PeerEndPoint client, PeerEndPoint? reachedAt)
    {
        if (reachedAt is { } at && at.IsIPv4 == isIPv4 && AddressScopes.Of(at) is var scope && scope != AddressScope.Loopback && scope >= audience) return at;
        PeerEndPoint? best = null;
        if (audience == AddressScope.Global && (isIPv4 ? ExternalIPv4 : ExternalIPv6) is { } external) return external;
        foreach (InterfaceAddress own in Interfaces)
        {
            if (own.Address.IsIPv4 != isIPv4 || AddressScopes.Of(own.Address) < audience) continue;
            if (own.IsNeighbour(client)) return own.Address;
            best ??= own.Address;
        }
        return best;
    }
}
