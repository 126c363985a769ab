using EdgeSeed.Protocol;

namespace EdgeSeed.Engine.Connections;

/// <summary>Addresses that gave wrong data. When it is full, the one banned first is let in again.</summary>
/// <param name="capacity">Addresses at most.</param>
internal sealed class BanList(int capacity)
{
    private readonly HashSet<PeerEndPoint> _banned = [];
    private readonly Queue<PeerEndPoint> _byAge = new();

    /// <summary>Whether an address, by whatever port, is banned.</summary>
    public bool Contains(PeerEndPoint endPoint) => _banned.Count > 0 && _banned.Contains(endPoint.WithPort(0));

    /// <summary>Bans an address.</summary>
    /// <returns>False when it is banned already.</returns>
    public bool Add(PeerEndPoint endPoint)
    {
        if (!_banned.Add(endPoint.WithPort(0))) return false;
        _byAge.Enqueue(endPoint.WithPort(0));
        if (_byAge.Count > capacity) _banned.Remove(_byAge.Dequeue());
        return true;
    }
}
