using EdgeSeed.Linux.Sockets;
using EdgeSeed.Protocol;

namespace EdgeSeed.Tracking;

/// <summary>
/// Addresses whose connections were ended lately because strangers had cost too much: for some seconds the kernel does not answer them at all. To end a connection
/// costs two packets, and who comes back at once would have more of the line by being refused than by being served.
/// </summary>
/// <param name="listener">The listening socket.</param>
internal sealed class RefusedAddresses(int listener)
{
    /// <summary>Addresses that rest at most: further ones are refused one by one until there is room.</summary>
    public const int MaxResting = ConnectFilter.MaxAddresses;

    /// <summary>How long one is not answered. A client tries again by itself after one, two and more seconds.</summary>
    public const long RestMilliseconds = 3_000;

    /// <summary>The kernel is told no more often.</summary>
    private const long TellMilliseconds = 100;

    private ConnectFilter _filter = new(listener);
    private readonly Dictionary<AddressBlock, long> _restUntil = [];
    private bool _isChanged;
    private long _toldAt;

    /// <summary>How many rest.</summary>
    public int Count => _restUntil.Count;

    /// <summary>Notes that a connection was refused.</summary>
    public void Add(AddressBlock block, long now)
    {
        if (_restUntil.Count < MaxResting || _restUntil.ContainsKey(block)) _isChanged |= _restUntil.TryAdd(block, now + RestMilliseconds);
    }

    /// <summary>The port is another socket by now.</summary>
    public void ListenAt(int renewed) => (_filter, _isChanged) = (new ConnectFilter(renewed), Count > 0);

    /// <summary>Leaves to a socket that was accepted nothing of what its listener has.</summary>
    public void TakeOff(int accepted) => _filter.TakeOff(accepted);

    /// <summary>Lets those come again that have rested, and tells the kernel of the others.</summary>
    public void Tell(long now)
    {
        if (now - _toldAt < TellMilliseconds) return;
        foreach ((AddressBlock block, long until) in _restUntil)
        {
            if (until <= now) _isChanged |= _restUntil.Remove(block);
        }
        if (!_isChanged) return;
        (_isChanged, _toldAt) = (false, now);
        _filter.PassOver([.. _restUntil.Keys.Select(static block => (block.Network, block.IsIPv4))]);
    }
}
