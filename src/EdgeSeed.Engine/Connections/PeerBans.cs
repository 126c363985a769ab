using EdgeSeed.Engine.Peers;
using EdgeSeed.Engine.Swarms;
using EdgeSeed.Protocol;

namespace EdgeSeed.Engine.Connections;

/// <summary>Who is not spoken to any more, and the end of connections to them.</summary>
/// <param name="peers">All connections.</param>
/// <param name="lifetime">Ends them.</param>
/// <param name="capacity">Liars at most, see <see cref="BanList"/>.</param>
internal sealed class PeerBans(PeerTable peers, PeerLifetime lifetime, int capacity)
{
    private readonly BanList _banned = new(capacity);

    /// <summary>Whether somebody is banned.</summary>
    public bool Contains(in PeerEndPoint endPoint) => _banned.Contains(endPoint);

    /// <summary>Bans a liar and ends the connection to him; to all of his address when others there have lied too.</summary>
    /// <returns>False when he is banned already.</returns>
    public bool Ban(PeerEndPoint endPoint)
    {
        if (!_banned.Add(endPoint)) return false;
        for (int slot = 0; slot < peers.SlotCount; slot++)
        {
            if (peers[slot] is { } peer && _banned.Contains(peer.EndPoint)) lifetime.Close(peer, DisconnectReason.BadData);
        }
        return true;
    }
}
