namespace EdgeSeed.Tracker.Swarms;

internal sealed partial class SwarmShard
{
    /// <summary>Removes the peers that have been silent for too long.</summary>
    public void Sweep(uint now)
    {
        lock (_lock)
        {
            for (int index = 0; index < _swarms.Limit; index++)
            {
                if (!_swarms[index].IsUsed) continue;
                RemoveSilent(index, now, (uint)_limits.ExpiryTicks, int.MaxValue);
                DropIfEmpty(index);
            }
            Settle();
        }
    }

    /// <summary>Torrents here; read without the lock, to find the fullest shard.</summary>
    public int Torrents => _swarms.Count;

    /// <summary>The most that the peers here can cost, in bytes; read without the lock.</summary>
    public long PeerBytes => Volatile.Read(ref _settledBytes);

    /// <summary>Adds this shard's figures.</summary>
    public void AddTo(ref StoreTotals totals)
    {
        lock (_lock)
        {
            totals.Torrents += _swarms.Count;
            totals.IPv4Peers += _peers4.Count;
            totals.IPv6Peers += _peers6.Count;
            for (int index = 0; index < _swarms.Limit; index++)
            {
                SwarmCounts counts = _swarms[index].Counts;
                totals.Seeds += counts.Seeds;
                totals.Leechers += counts.Leechers;
                totals.Completed += counts.Completed;
            }
        }
    }

    private int RemoveSilent(int index, uint now, uint age, int most)
    {
        int removed = _swarms[index].IPv4.Count == 0 ? 0 : _peers4.Sweep(index, now, age, most);
        return _swarms[index].IPv6.Count == 0 ? removed : removed + _peers6.Sweep(index, now, age, most - removed);
    }
}
