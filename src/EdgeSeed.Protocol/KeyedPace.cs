namespace EdgeSeed.Engine.Announcing;

/// <summary>
/// How many announces a second go to one host, whatever the number of torrents and of trackers' addresses that name it: a stick full of torrents is no weapon
/// against anybody. Used under the announcer's lock.
/// </summary>
/// <param name="perSecond">Announces a second, and at once after a pause; at least 1.</param>
internal sealed class HostPace(int perSecond)
{
    /// <summary>Hosts remembered at most; beyond, those are forgotten that were not asked in the last second, and if there are none, all.</summary>
    private const int MaxHosts = 4096;

    private const int MillisecondsPerSecond = 1000;

    private readonly Dictionary<string, (double Left, long At)> _hosts = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Asks for one announce.</summary>
    /// <param name="host">A name, or an address in text.</param>
    /// <param name="now">Milliseconds.</param>
    /// <returns>False: not now.</returns>
    public bool TryTake(string host, long now)
    {
        (double left, long at) = _hosts.TryGetValue(host, out var known) ? known : (perSecond, now);
        left = Math.Min(left + (now - at) * (perSecond / (double)MillisecondsPerSecond), perSecond);
        if (left < 1) return false;
        if (_hosts.Count >= MaxHosts && !_hosts.ContainsKey(host)) Forget(now);
        _hosts[host] = (left - 1, now);
        return true;
    }

    private void Forget(long now)
    {
        foreach ((string host, (_, long at)) in _hosts)
        {
            if (now - at > MillisecondsPerSecond) _hosts.Remove(host);
        }
        if (_hosts.Count >= MaxHosts) _hosts.Clear();
    }
}
