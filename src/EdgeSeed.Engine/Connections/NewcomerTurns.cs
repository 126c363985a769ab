using EdgeSeed.Linux.Sockets;
using EdgeSeed.Protocol;

namespace EdgeSeed.Engine.Connections;

/// <summary>
/// Whose turn it is while more come than can be greeted: those that have been here lately rest, and together get half of what is accepted; the other half is for
/// addresses that were not seen. The more of them there are the longer each rests, so that a thousand visits keep nobody out.
/// </summary>
internal sealed class NewcomerTurns
{
    /// <summary>Addresses that rest at most; when full, the one that came first may come again.</summary>
    public const int MaxResting = ConnectFilter.MaxAddresses;

    /// <summary>So long after more came than could be greeted, it is taken that they still do.</summary>
    private const long ShortMilliseconds = 30_000;

    /// <summary>Nobody rests longer.</summary>
    private const long MostMilliseconds = 120_000;

    /// <summary>What those that were here get of all that is accepted.</summary>
    private const double KnownPart = 0.5;

    private readonly Dictionary<AddressBlock, long> _restUntil = [];
    private readonly Queue<AddressBlock> _byAge = new();
    private long _shortUntil = long.MinValue;

    /// <summary>Who rests. Those whose rest is over are gone after <see cref="Tick"/>.</summary>
    public IReadOnlyCollection<AddressBlock> Resting => _restUntil.Keys;

    /// <summary>Notes that more have come than could be greeted.</summary>
    public void RunShort(long now) => _shortUntil = now + ShortMilliseconds;

    /// <summary>Notes that an address has come, and had its turn.</summary>
    /// <param name="block">The address.</param>
    /// <param name="acceptsPerSecond">How many can be greeted in a second.</param>
    /// <param name="now">Session milliseconds.</param>
    public void Came(AddressBlock block, double acceptsPerSecond, long now)
    {
        if (now >= _shortUntil) return;
        if (!_restUntil.TryGetValue(block, out long until))
        {
            if (_restUntil.Count == MaxResting) Release();
            _byAge.Enqueue(block);
        }
        double milliseconds = (_restUntil.Count + 1) / (acceptsPerSecond * KnownPart) * 1000;
        _restUntil[block] = (long)Math.Min(Math.Max(until, now) + milliseconds, now + MostMilliseconds);
    }

    /// <summary>Ends the rests that are over.</summary>
    public void Tick(long now)
    {
        for (int i = _byAge.Count; i > 0; i--)
        {
            AddressBlock block = _byAge.Dequeue();
            if (_restUntil[block] <= now) _restUntil.Remove(block);
            else _byAge.Enqueue(block);
        }
    }

    private void Release() => _restUntil.Remove(_byAge.Dequeue());
}
