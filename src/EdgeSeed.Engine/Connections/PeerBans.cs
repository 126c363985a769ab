using EdgeSeed.Engine.Peers;
using EdgeSeed.Protocol;

namespace EdgeSeed.Engine.Connections;

/// <summary>Who is not spoken to any more, by whatever port, and the end of connections to them.</summary>
/// <param name="peers">All connections.</param>
/// <param name="lifetime">Ends them.</param>
/// <param name="capacity">Addresses at most; when full, the one banned first is let in again.</param>
internal sealed class PeerBans(PeerTable peers, PeerLifetime lifetime, int capacity)
{
    private readonly BanList _banned = new(capacity);

    /// <summary>Whether an address is banned.</summary>
    public bool Contains(in PeerEndPoint endPoint) => _banned.Contains(endPoint);

    /// <summary>Bans an address and ends all connections to it.</summary>
    /// <returns>False when it is banned already.</returns>
    public bool Ban(PeerEndPoint endPoint)
    {
        if (!_banned.Add(endPoint)) return false;
        for (int slot = 0; slot < peers.SlotCount; slot++)
        {
            if (peers[slot] is { } peer && peer.EndPoint.WithPort(0) == endPoint.WithPort(0)) lifetime.Close(peer, DisconnectReason.BadData);
        }
        return true;
    }
}
