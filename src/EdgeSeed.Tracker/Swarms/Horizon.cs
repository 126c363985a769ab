using EdgeSeed.Protocol;

namespace EdgeSeed.Tracker.Swarms;

/// <summary>
/// What one asking client can reach (split horizon). Addresses of a nearer scope than the client's are left out, unless the box's own
/// address as the client sees it can stand for them: a peer on the box itself (loopback) is given to the LAN with the box's LAN address,
/// and to the world with the external one.
/// </summary>
/// <param name="Audience">The scope of the client's own address.</param>
/// <param name="BoxIPv4">The box's IPv4 address as this client reaches it; <c>null</c> when not known. The port is ignored.</param>
/// <param name="BoxIPv6">The box's IPv6 address as this client reaches it; <c>null</c> when not known. The port is ignored.</param>
/// <param name="LanIsForwarded">Whether the router forwards the LAN peers' ports, so that the world may be given them at the external address.</param>
public readonly record struct Horizon(AddressScope Audience, PeerEndPoint? BoxIPv4, PeerEndPoint? BoxIPv6, bool LanIsForwarded)
{
    /// <summary>Gives every address as it is: for clients on the box itself, which reach everything.</summary>
    public static Horizon Everything => new(AddressScope.Loopback, null, null, false);

    /// <summary>The address under which the client can reach a peer.</summary>
    /// <param name="peer">The peer as it announced itself.</param>
    /// <param name="seen">The same peer for this client.</param>
    /// <returns>False when the client cannot reach it.</returns>
    public bool TrySee(in PeerEndPoint peer, out PeerEndPoint seen)
    {
        seen = peer;
        AddressScope scope = AddressScopes.Of(peer);
        if (scope >= Audience) return true;
        if (scope != AddressScope.Loopback && !(LanIsForwarded && Audience == AddressScope.Global)) return false;
        if ((peer.IsIPv4 ? BoxIPv4 : BoxIPv6) is not { } box) return false;
        seen = box.WithPort(peer.Port);
        return true;
    }
}
