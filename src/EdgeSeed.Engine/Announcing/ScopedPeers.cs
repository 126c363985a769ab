using EdgeSeed.Protocol;

namespace EdgeSeed.Engine.Announcing;

/// <summary>
/// Passes on the peers that somebody may name: none nearer than he is himself, and from outside none at the ports of a system's own services. Else a
/// tracker in the world would have us knock at the doors of this house.
/// </summary>
/// <param name="peers">Who wants them.</param>
/// <param name="teller">How near the one is that names them.</param>
internal sealed class ScopedPeers(IPeerSink peers, AddressScope teller) : IPeerSink
{
    private const int FirstUserPort = 1024;

    /// <summary>Whether one of such a scope may name a peer.</summary>
    public static bool MayName(AddressScope teller, in PeerEndPoint peer) =>
        AddressScopes.Of(peer) >= teller && !AddressScopes.IsGroup(peer) && (teller != AddressScope.Global || peer.Port >= FirstUserPort);

    /// <inheritdoc/>
    public void Found(in InfoHash infoHash, ReadOnlySpan<PeerEndPoint> found)
    {
        var some = new PeerEndPoint[found.Length];
        int count = 0;
        foreach (ref readonly PeerEndPoint peer in found)
        {
            if (MayName(teller, peer)) some[count++] = peer;
        }
        if (count > 0) peers.Found(infoHash, some.AsSpan(0, count));
    }
}
