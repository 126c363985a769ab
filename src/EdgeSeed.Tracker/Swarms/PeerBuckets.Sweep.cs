namespace EdgeSeed.Tracker.Swarms;

internal sealed partial class PeerBuckets<TEntry>
{
    /// <summary>Removes a swarm's peers that have been silent for at least <paramref name="age"/> ticks, and returns how many.</summary>
    /// <param name="swarm">The swarm.</param>
    /// <param name="now">The present tick.</param>
    /// <param name="age">The least age, in ticks.</param>
    /// <param name="most">No more than so many are removed.</param>
    public int Sweep(int swarm, uint now, uint age, int most)
    {
        ref FamilyPeers peers = ref TEntry.Of(ref swarms[swarm]);
        int removed = 0;
        for (int bucket = 0; bucket < peers.Buckets && removed < most; bucket++)
        {
            uint block = BlockOf(peers, bucket);
            if (block == 0) continue;
            int before = removed;
            for (int i = _blocks.Header(block).Count - 1; i >= 0 && removed < most; i--)
            {
                if (SwarmClock.Age(now, _blocks.Entries(block)[i].Tick) < age) continue;
                TakeOut(ref peers, block, i);
                removed++;
            }
            if (removed > before) Shrink(swarm, ref peers, bucket);
        }
        while (peers.Buckets > 1 && peers.Count < (peers.Buckets - 1) * MergeBelow)
        {
            int buckets = peers.Buckets;
            Merge(swarm, ref peers);
            if (peers.Buckets == buckets) break;
        }
        return removed;
    }

    /// <summary>Removes the peer silent longest among those that share a bucket with <paramref name="newcomer"/>: in all but large swarms, of all.</summary>
    /// <returns>False when the swarm has no peer of this family.</returns>
    public bool RemoveOldest(int swarm, in TEntry newcomer)
    {
        ref FamilyPeers peers = ref TEntry.Of(ref swarms[swarm]);
        if (peers.Count == 0) return false;
        int bucket = BucketOf(newcomer, peers.Buckets);
        while (BlockOf(peers, bucket) == 0) bucket = (bucket + 1) % peers.Buckets;
        Remove(swarm, new PeerPlace(bucket, Oldest(BlockOf(peers, bucket))));
        return true;
    }
}
