namespace EdgeSeed.Tracker.Swarms;

internal sealed partial class SwarmShard
{
    /// <summary>At a cap, this part of what the shard holds is removed at once, so that the search for the silent is paid for many newcomers together.</summary>
    private const int RemovedPart = 16;

    /// <summary>The part of one swarm's peers that is removed for this before others have given theirs.</summary>
    private const int PartOfSwarm = 8;

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

    /// <summary>Removes the sixteenth of the shard's peers that has been silent longest, at least one if there is any.</summary>
    public void MakeRoomForPeers(uint now)
    {
        lock (_lock)
        {
            int quota = Math.Max(1, (_peers4.Count + _peers6.Count) / RemovedPart);
            var ages = new AgeHistogram(stackalloc int[AgeHistogram.BinCount]);
            _peers4.CountAges(now, ref ages);
            _peers6.CountAges(now, ref ages);
            uint age = ages.OldestCovering(quota);
            // Where many are equally silent, no swarm is to lose all of its peers: each gives a share first, and only then the rest.
            quota -= RemoveSilent(now, age, quota, PartOfSwarm);
            if (quota > 0) RemoveSilent(now, age, quota, partOfSwarm: 1);
            Settle();
        }
    }

    private int RemoveSilent(uint now, uint age, int most, int partOfSwarm)
    {
        int removed = 0;
        for (int index = 0; index < _swarms.Limit && removed < most; index++)
        {
            if (!_swarms[index].IsUsed) continue;
            int share = (_swarms[index].PeerCount + partOfSwarm - 1) / partOfSwarm;
            removed += RemoveSilent(index, now, age, Math.Min(most - removed, share));
            DropIfEmpty(index);
        }
        return removed;
    }

    /// <summary>Removes the sixteenth of the shard's torrents, at least one if there is any, that has been silent longest, with the peers in them.</summary>
    public void MakeRoomForTorrents(uint now)
    {
        lock (_lock)
        {
            int quota = Math.Min(_swarms.Count, Math.Max(1, _swarms.Count / RemovedPart));
            if (quota == 0) return;
            var ages = new AgeHistogram(stackalloc int[AgeHistogram.BinCount]);
            for (int index = 0; index < _swarms.Limit; index++)
            {
                if (_swarms[index].IsUsed) ages.Add(now - _swarms[index].LastTick);
            }
            uint age = ages.OldestCovering(quota);
            for (int index = 0; index < _swarms.Limit && quota > 0; index++)
            {
                if (!_swarms[index].IsUsed || now - _swarms[index].LastTick < age) continue;
                RemoveSilent(index, now, 0, int.MaxValue);
                _swarms.Remove(index);
                _limits.AddTorrents(-1);
                quota--;
            }
            Settle();
        }
    }
}
