using EdgeSeed.Protocol;

namespace EdgeSeed.Engine.Connections;

/// <summary>
/// Who gave wrong data. Behind one address there may be many who have nothing to do with each other, so it is the one that lied who is banned, and everybody at
/// his address only when <see cref="MaxLiars"/> of them have. When it is full, the one banned first is let in again.
/// </summary>
/// <param name="capacity">Liars at most.</param>
internal sealed class BanList(int capacity)
{
    /// <summary>An address from whose ports so many lied is banned as a whole: one liar may come again from another port.</summary>
    public const int MaxLiars = 3;

    private readonly HashSet<PeerEndPoint> _liars = [];
    private readonly Dictionary<PeerEndPoint, int> _byAddress = [];
    private readonly Queue<PeerEndPoint> _byAge = new();

    /// <summary>Whether somebody is banned, himself or with his address.</summary>
    public bool Contains(PeerEndPoint endPoint) => _liars.Count > 0 && (_liars.Contains(endPoint) || HasAddress(endPoint));

    /// <summary>Whether everybody at an address is banned.</summary>
    public bool HasAddress(PeerEndPoint endPoint) => _byAddress.GetValueOrDefault(endPoint.WithPort(0)) >= MaxLiars;

    /// <summary>Bans a liar.</summary>
    /// <returns>False when he is banned already.</returns>
    public bool Add(PeerEndPoint endPoint)
    {
        if (Contains(endPoint)) return false;
        _liars.Add(endPoint);
        _byAge.Enqueue(endPoint);
        _byAddress[endPoint.WithPort(0)] = _byAddress.GetValueOrDefault(endPoint.WithPort(0)) + 1;
        if (_byAge.Count > capacity) Release(_byAge.Dequeue());
        return true;
    }

    private void Release(PeerEndPoint liar)
    {
        _liars.Remove(liar);
        PeerEndPoint address = liar.WithPort(0);
        if (--_byAddress[address] == 0) _byAddress.Remove(address);
    }
}
