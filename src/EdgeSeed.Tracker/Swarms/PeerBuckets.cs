using System.Numerics;

namespace EdgeSeed.Tracker.Swarms;

/// <summary>
/// Finds, adds and removes the peers of one family, in all swarms of a shard. Within a block the seeds come first; in either part the order
/// is random, so that any stretch of it is a random choice of peers. All peers of a source lie in one block. All members are called under the
/// shard's lock.
/// </summary>
internal sealed partial class PeerBuckets<TEntry>(PagePool pool, SwarmTable swarms, ulong secret) where TEntry : unmanaged, IPeerEntry<TEntry>
{
    /// <summary>A swarm keeps one bucket up to so many peers.</summary>
    private static readonly int SingleUpTo = PeerBlocks<TEntry>.MaxCapacity * 5 / 8;

    /// <summary>
    /// A larger swarm gets a further bucket when its buckets hold more than this on average. The fullest hold twice the average, and chance
    /// adds a little: a block's capacity is eight standard deviations away.
    /// </summary>
    private static readonly int SplitAbove = PeerBlocks<TEntry>.MaxCapacity * 9 / 32;

    /// <summary>A swarm gives a bucket up when the others would hold less than this on average.</summary>
    private static readonly int MergeBelow = SplitAbove / 3;

    private readonly PeerBlocks<TEntry> _blocks = new(pool, swarms);
    private Xorshift _random = Xorshift.Create();

    /// <summary>Peers stored.</summary>
    public int Count { get; private set; }

    /// <summary>Looks a peer up.</summary>
    public PeerPlace Find(in FamilyPeers peers, in TEntry peer)
    {
        int bucket = BucketOf(peer, peers.Buckets);
        uint block = BlockOf(peers, bucket);
        if (block == 0) return PeerPlace.None;
        int index = TEntry.IndexOf(_blocks.Used(block), peer);
        return index < 0 ? PeerPlace.None : new PeerPlace(bucket, index);
    }

    /// <summary>Stores a peer that is not stored yet.</summary>
    public PeerPlace Add(int swarm, in TEntry peer, bool isSeed)
    {
        ref FamilyPeers peers = ref TEntry.Of(ref swarms[swarm]);
        if (peers.Count >= (peers.Buckets <= 1 ? SingleUpTo : peers.Buckets * SplitAbove) && peers.Buckets < ushort.MaxValue) Split(swarm, ref peers);
        int bucket = BucketOf(peer, peers.Buckets);
        MakePlace(swarm, ref peers, bucket);
        uint block = BlockOf(peers, bucket);
        return new PeerPlace(bucket, Put(ref peers, block, peer, isSeed));
    }

    /// <summary>Notes that a stored peer has been heard of, and as what; returns its new place.</summary>
    public PeerPlace Refresh(ref FamilyPeers peers, PeerPlace place, bool isSeed, uint now)
    {
        uint block = BlockOf(peers, place.Bucket);
        ref BlockHeader header = ref _blocks.Header(block);
        Span<TEntry> entries = _blocks.Entries(block);
        entries[place.Index].Tick = (ushort)now;
        bool wasSeed = place.Index < header.Seeds;
        int from = place.Index;
        if (wasSeed != isSeed)
        {
            if (SeedsOfSource(block, entries[from]) == (wasSeed ? 1 : 0)) peers.SeedSources += isSeed ? 1 : -1;
            int border = isSeed ? header.Seeds++ : --header.Seeds;
            Swap(entries, from, border);
            from = border;
            peers.Seeds += isSeed ? 1 : -1;
            peers.Leechers -= isSeed ? 1 : -1;
        }
        // Stirs a little with each announce, so that neighbours do not stay neighbours.
        int to = isSeed ? _random.Below(header.Seeds) : header.Seeds + _random.Below(header.Count - header.Seeds);
        Swap(entries, from, to);
        return place with { Index = to };
    }

    /// <summary>Whether a stored peer is held to be a seed.</summary>
    public bool IsSeed(in FamilyPeers peers, PeerPlace place) => place.Index < _blocks.Header(BlockOf(peers, place.Bucket)).Seeds;

    /// <summary>Where a further peer would be one too many of its source, has the one that was silent longest give way.</summary>
    /// <param name="swarm">The swarm.</param>
    /// <param name="newcomer">Not stored yet.</param>
    /// <param name="most">Peers that a source may have.</param>
    public void MakeRoomAtSource(int swarm, in TEntry newcomer, int most)
    {
        ref FamilyPeers peers = ref TEntry.Of(ref swarms[swarm]);
        int bucket = BucketOf(newcomer, peers.Buckets);
        uint block = BlockOf(peers, bucket), now = swarms[swarm].LastTick;
        if (block == 0 || TEntry.CountOfSource(_blocks.Used(block), newcomer) < most) return;
        ReadOnlySpan<TEntry> entries = _blocks.Used(block);
        int oldest = -1;
        for (int i = 0; i < entries.Length; i++)
        {
            if (!entries[i].HasSameSource(newcomer)) continue;
            if (oldest < 0 || SwarmClock.Age(now, entries[i].Tick) > SwarmClock.Age(now, entries[oldest].Tick)) oldest = i;
        }
        Remove(swarm, new PeerPlace(bucket, oldest));
    }

    /// <summary>Removes a stored peer.</summary>
    public void Remove(int swarm, PeerPlace place)
    {
        ref FamilyPeers peers = ref TEntry.Of(ref swarms[swarm]);
        TakeOut(ref peers, BlockOf(peers, place.Bucket), place.Index);
        Shrink(swarm, ref peers, place.Bucket);
        if (peers.Buckets > 1 && peers.Count < (peers.Buckets - 1) * MergeBelow) Merge(swarm, ref peers);
    }

    /// <summary>Counts by age the peers of all swarms that have more than <paramref name="kept"/>.</summary>
    public void CountAges(uint now, int kept, ref AgeHistogram ages) => _blocks.CountAges(now, kept, ref ages);

    private static void Swap(Span<TEntry> entries, int a, int b) => (entries[a], entries[b]) = (entries[b], entries[a]);

    private static uint BlockOf(in FamilyPeers peers, int bucket) => peers.Directory is null ? peers.Block : peers.Directory[bucket];

    private static void Point(ref FamilyPeers peers, int bucket, uint block)
    {
        if (peers.Directory is null) peers.Block = block;
        else peers.Directory[bucket] = block;
    }

    /// <summary>Linear hashing: as many low bits as number the buckets, one fewer where that bucket does not exist yet.</summary>
    private int BucketOf(in TEntry peer, int buckets)
    {
        if (buckets <= 1) return 0;
        uint half = 1u << BitOperations.Log2((uint)buckets);
        uint hash = (uint)(peer.Hash(secret) >> 32);
        uint bucket = hash & ((half << 1) - 1);
        return (int)(bucket < (uint)buckets ? bucket : bucket & (half - 1));
    }

    private int SeedsOfSource(uint block, in TEntry peer) => TEntry.CountOfSource(_blocks.Used(block)[.._blocks.Header(block).Seeds], peer);

    /// <summary>Puts an entry at a random place of its part and counts it; the block has room.</summary>
    private int Put(ref FamilyPeers peers, uint block, in TEntry peer, bool isSeed)
    {
        if (isSeed && SeedsOfSource(block, peer) == 0) peers.SeedSources++;
        if (TEntry.CountOfSource(_blocks.Used(block), peer) >= MaxOfSourceInAnswer) peers.Crowded++;
        if (peer.IsRestricted) peers.Restricted++;
        if (isSeed) peers.Seeds++;
        else peers.Leechers++;
        ref BlockHeader header = ref _blocks.Header(block);
        Span<TEntry> entries = _blocks.Entries(block);
        int end = header.Count++;
        Count++;
        if (isSeed)
        {
            int border = header.Seeds++;
            entries[end] = entries[border];
            end = border;
        }
        int first = isSeed ? 0 : header.Seeds, index = first + _random.Below(end - first + 1);
        entries[end] = entries[index];
        entries[index] = peer;
        return index;
    }

    private void TakeOut(ref FamilyPeers peers, uint block, int index)
    {
        ref BlockHeader header = ref _blocks.Header(block);
        Span<TEntry> entries = _blocks.Entries(block);
        TEntry peer = entries[index];
        if (peer.IsRestricted) peers.Restricted--;
        bool wasSeed = index < header.Seeds;
        int last = --header.Count;
        Count--;
        if (wasSeed)
        {
            peers.Seeds--;
            int border = --header.Seeds;
            entries[index] = entries[border];
            index = border;
        }
        else
        {
            peers.Leechers--;
        }
        entries[index] = entries[last];
        if (wasSeed && SeedsOfSource(block, peer) == 0) peers.SeedSources--;
        if (TEntry.CountOfSource(_blocks.Used(block), peer) >= MaxOfSourceInAnswer) peers.Crowded--;
    }
}

/// <summary>Where a stored peer is, until its swarm next changes.</summary>
/// <param name="Bucket">Which of the swarm's buckets; -1 for a peer that is not stored.</param>
/// <param name="Index">Which entry of the bucket's block.</param>
internal readonly record struct PeerPlace(int Bucket, int Index)
{
    /// <summary>Not stored.</summary>
    public static PeerPlace None => new(-1, -1);

    /// <summary>Whether the peer is stored.</summary>
    public bool IsStored => Bucket >= 0;
}
