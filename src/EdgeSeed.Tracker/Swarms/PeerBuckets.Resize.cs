namespace EdgeSeed.Tracker.Swarms;

internal sealed partial class PeerBuckets<TEntry>
{
    /// <summary>Sees to it that a bucket has room for one entry more.</summary>
    private void MakePlace(int swarm, ref FamilyPeers peers, int bucket)
    {
        uint block = BlockOf(peers, bucket);
        if (block == 0)
        {
            Point(ref peers, bucket, _blocks.Allocate(1, swarm, bucket));
            peers.Buckets = Math.Max(1, peers.Buckets);
            return;
        }
        if (!_blocks.IsFull(block)) return;
        int count = _blocks.Header(block).Count;
        if (count < PeerBlocks<TEntry>.MaxCapacity) Reallocate(swarm, ref peers, bucket, count + 1);
        // The hash spreads peers so evenly that this takes luck; the one silent longest gives way.
        else TakeOut(ref peers, block, Oldest(block));
    }

    private int Oldest(uint block)
    {
        ReadOnlySpan<TEntry> entries = _blocks.Used(block);
        uint now = swarms[_blocks.Header(block).Swarm].LastTick;
        int oldest = 0;
        for (int i = 1; i < entries.Length; i++)
        {
            if (SwarmClock.Age(now, entries[i].Tick) > SwarmClock.Age(now, entries[oldest].Tick)) oldest = i;
        }
        return oldest;
    }

    private void Shrink(int swarm, ref FamilyPeers peers, int bucket)
    {
        uint block = BlockOf(peers, bucket);
        int count = _blocks.Header(block).Count;
        if (count == 0)
        {
            Point(ref peers, bucket, 0);
            _blocks.Free(block);
        }
        else if (_blocks.IsLoose(block))
        {
            Reallocate(swarm, ref peers, bucket, count);
        }
    }

    private void Reallocate(int swarm, ref FamilyPeers peers, int bucket, int entries)
    {
        uint old = BlockOf(peers, bucket), block = _blocks.Allocate(entries, swarm, bucket);
        _blocks.Used(old).CopyTo(_blocks.Entries(block));
        BlockHeader header = _blocks.Header(old);
        _blocks.Header(block).Count = header.Count;
        _blocks.Header(block).Seeds = header.Seeds;
        Point(ref peers, bucket, block);
        _blocks.Free(old);
    }

    /// <summary>Adds a bucket and moves those of one other bucket there that belong there: a bounded amount of work, whatever the swarm's size.</summary>
    private void Split(int swarm, ref FamilyPeers peers)
    {
        int added = peers.Buckets;
        if (peers.Directory is null) peers.Directory = [peers.Block, 0, 0, 0];
        else if (added == peers.Directory.Length) Array.Resize(ref peers.Directory, added * 2);
        peers.Buckets = added + 1;
        peers.Directory[added] = 0;
        int source = added - (1 << System.Numerics.BitOperations.Log2((uint)added));
        Move(swarm, ref peers, source, added, onlyMatching: true);
    }

    /// <summary>Takes the last bucket away; the inverse of <see cref="Split"/>.</summary>
    private void Merge(int swarm, ref FamilyPeers peers)
    {
        int removed = peers.Buckets - 1;
        int target = removed - (1 << System.Numerics.BitOperations.Log2((uint)removed));
        if (CountIn(peers, removed) + CountIn(peers, target) > PeerBlocks<TEntry>.MaxCapacity) return;
        Move(swarm, ref peers, removed, target, onlyMatching: false);
        peers.Buckets = removed;
        if (removed > 1) return;
        peers.Block = peers.Directory![0];
        peers.Directory = null;
        if (peers.Block == 0) peers.Buckets = 0;
    }

    private int CountIn(in FamilyPeers peers, int bucket) => BlockOf(peers, bucket) is not 0 and uint block ? _blocks.Header(block).Count : 0;

    private void Move(int swarm, ref FamilyPeers peers, int from, int to, bool onlyMatching)
    {
        if (BlockOf(peers, from) == 0) return;
        for (int i = _blocks.Header(BlockOf(peers, from)).Count - 1; i >= 0; i--)
        {
            // Looked up anew each time: making a place may free a block, and with it move this one.
            uint block = BlockOf(peers, from);
            TEntry entry = _blocks.Entries(block)[i];
            if (onlyMatching && BucketOf(entry, peers.Buckets) != to) continue;
            bool isSeed = i < _blocks.Header(block).Seeds;
            TakeOut(ref peers, block, i);
            MakePlace(swarm, ref peers, to);
            Put(ref peers, BlockOf(peers, to), entry, isSeed);
        }
        Shrink(swarm, ref peers, from);
    }
}
