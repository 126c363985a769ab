namespace EdgeSeed.Protocol;

/// <summary>How often a second something is done for each of many: a host that is asked, an address that asks. Not safe for threads.</summary>
/// <param name="perSecond">So often a second, and so often at once after a pause; at least 1.</param>
/// <param name="comparer">Which keys are the same; null for the usual.</param>
public sealed class KeyedPace<TKey>(int perSecond, IEqualityComparer<TKey>? comparer = null)
    where TKey : notnull
{
    /// <summary>Keys remembered at most; beyond, those are forgotten for which nothing was done in the last second, and if there are none, all.</summary>
    public const int MaxKeys = 4096;

    private const int MillisecondsPerSecond = 1000;

    private readonly Dictionary<TKey, (double Left, long At)> _keys = new(comparer);

    /// <summary>Asks for one turn.</summary>
    /// <param name="key">Whose.</param>
    /// <param name="now">Milliseconds of any clock that does not go back.</param>
    /// <returns>False: not now.</returns>
    public bool TryTake(TKey key, long now)
    {
        bool isKnown = _keys.TryGetValue(key, out (double Left, long At) known);
        double left = isKnown ? Math.Min(known.Left + (now - known.At) * (perSecond / (double)MillisecondsPerSecond), perSecond) : perSecond;
        if (left < 1) return false;
        if (!isKnown && _keys.Count >= MaxKeys) Forget(now);
        _keys[key] = (left - 1, now);
        return true;
    }

    private void Forget(long now)
    {
        foreach ((TKey key, (_, long at)) in _keys)
        {
            if (now - at > MillisecondsPerSecond) _keys.Remove(key);
        }
        if (_keys.Count >= MaxKeys) _keys.Clear();
    }
}
