namespace EdgeSeed.Tracker.Swarms;

/// <summary>
/// What gives way at a cap: the longest silent, but a flood of newcomers must not empty the swarms that live. So first those give that have
/// more than they need, or nothing that anybody could be told of, as long as they are the most.
/// </summary>
internal sealed partial class SwarmShard
{
    /// <summary>At a cap, this part of what the shard holds is removed at once, so that the search for the silent is paid for many newcomers together.</summary>
    private const int RemovedPart = 16;

    /// <summary>The part of one swarm's peers that is removed for this before others have given theirs.</summary>
    private const int PartOfSwarm = 8;

    /// <summary>A swarm has enough with so many peers: as many as an answer holds.</summary>
    private const int EnoughPeers = 50;

    /// <summary>
    /// Removes the sixteenth of the shard's peers that has been silent longest, at least one if there is any. While more than half of all are
    /// more than <see cref="EnoughPeers"/> of their swarm, no swarm gives of those.
    /// </summary>
    public void MakeRoomForPeers(uint now)
    {
        lock (_lock)
        {
            int count = _peers4.Count + _peers6.Count, quota = Math.Max(1, count / RemovedPart), surplus = 0;
            for (int index = 0; index < _swarms.Limit; index++) surplus += Math.Max(0, _swarms[index].PeerCount - EnoughPeers);
            int kept = surplus > count / 2 ? EnoughPeers : 0;
            var ages = new AgeHistogram(stackalloc int[AgeHistogram.BinCount]);
            _peers4.CountAges(now, kept, ref ages);
            _peers6.CountAges(now, kept, ref ages);
            uint age = ages.OldestCovering(quota);
            // Where many are equally silent, no swarm is to lose all of its peers: each gives a share first, and only then the rest.
            quota -= RemoveSilent(now, age, quota, PartOfSwarm, Math.Max(1, kept));
            if (quota > 0) RemoveSilent(now, age, quota, partOfSwarm: 1, kept);
            Settle();
        }
    }

    /// <summary>
    /// Removes the sixteenth of the shard's torrents, at least one if there is any, that has been silent longest, with the peers in them. While
    /// more than half of all have at most one peer, only these give way: they are what a flood leaves, and who asked for one has nobody to find there.
    /// </summary>
    public void MakeRoomForTorrents(uint now)
    {
        lock (_lock)
        {
            int quota = Math.Min(_swarms.Count, Math.Max(1, _swarms.Count / RemovedPart)), deserted = 0;
            if (quota == 0) return;
            var all = new AgeHistogram(stackalloc int[AgeHistogram.BinCount]);
            var ofDeserted = new AgeHistogram(stackalloc int[AgeHistogram.BinCount]);
            for (int index = 0; index < _swarms.Limit; index++)
            {
                if (!_swarms[index].IsUsed) continue;
                uint silence = _announces - _swarms[index].LastAnnounce;
                all.Add(silence);
                if (_swarms[index].PeerCount > 1) continue;
                ofDeserted.Add(silence);
                deserted++;
            }
            bool onlyDeserted = deserted > _swarms.Count / 2;
            uint age = (onlyDeserted ? ofDeserted : all).OldestCovering(quota);
            for (int visited = 0; visited < _swarms.Limit && quota > 0; visited++)
            {
                int index = NextToGive();
                ref Swarm swarm = ref _swarms[index];
                if (!swarm.IsUsed || _announces - swarm.LastAnnounce < age || (onlyDeserted && swarm.PeerCount > 1)) continue;
                RemoveSilent(index, now, 0, int.MaxValue);
                _swarms.Remove(index);
                _limits.AddTorrents(-1);
                quota--;
            }
            Settle();
        }
    }

    /// <summary>All in turn, from one search to the next: else, among equally silent ones, the same would give again and again.</summary>
    private int NextToGive() => _nextToGive = _nextToGive + 1 < _swarms.Limit ? _nextToGive + 1 : 0;

    private int RemoveSilent(uint now, uint age, int most, int partOfSwarm, int kept)
    {
        int removed = 0;
        for (int visited = 0; visited < _swarms.Limit && removed < most; visited++)
        {
            int index = NextToGive(), count = _swarms[index].PeerCount, share = Math.Min((count + partOfSwarm - 1) / partOfSwarm, count - kept);
            if (share <= 0) continue;
            removed += RemoveSilent(index, now, age, Math.Min(most - removed, share));
            DropIfEmpty(index);
        }
        return removed;
    }
}
